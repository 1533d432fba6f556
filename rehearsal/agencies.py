"""The agencies of the demo and the people who work for them; all names are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAgency:
    """An agency, by the key that the stories use."""

    key: str
    slug: str
    name: str
    kind: str
    regime: str
    phone: str
    night_phone: str = ""


@dataclass(frozen=True)
class DemoWorker:
    """Somebody who works for an agency and can sign in."""

    key: str
    name: str
    agency: str
    role: str
    phone: str

    @property
    def mailbox(self) -> str:
        """The part of the e-mail address before the sign."""
        words = [word for word in self.name.lower().split() if word not in {"dr", "ds", "pc"}]
        return ".".join(words)


AGENCIES = (
    DemoAgency("care", "childrens-services", "Children's Services", "csc", "uk_gdpr", "01632 960201", "01632 960202"),
    DemoAgency("police", "northmere-police", "Northmere Police", "police", "dpa_part3", "01632 960211", "01632 960212"),
    DemoAgency("fenwillow", "fenwillow-academy", "Fenwillow Academy", "school", "uk_gdpr", "01632 960221"),
    DemoAgency("copperbeck", "copperbeck-school", "Copperbeck School", "school", "uk_gdpr", "01632 960231"),
    DemoAgency("health", "community-health", "Community Health Service", "community_health", "uk_gdpr", "01632 960241"),
    DemoAgency("returns", "harbourlight", "Harbourlight Return Service", "vcs", "uk_gdpr", "01632 960251"),
    DemoAgency("licensing", "licensing", "Licensing Team", "licensing", "uk_gdpr", "01632 960261"),
    DemoAgency("harrowfen", "harrowfen-academy", "Harrowfen Academy", "school", "uk_gdpr", "01632 960281"),
    DemoAgency("millrace", "millrace-college", "Millrace Community College", "school", "uk_gdpr", "01632 960291"),
    DemoAgency("quillstone", "quillstone-school", "Quillstone School", "school", "uk_gdpr", "01632 960301"),
    DemoAgency("sedgebourne", "sedgebourne-school", "Sedgebourne High School", "school", "uk_gdpr", "01632 960311"),
    DemoAgency("housing", "housing", "Housing Options", "housing", "uk_gdpr", "01632 960321"),
    DemoAgency("lanternhouse", "lanternhouse", "Lanternhouse Youth Charity", "vcs", "uk_gdpr", "01632 960331"),
    DemoAgency("advocates", "sandpiper", "Sandpiper Advocacy", "advocacy", "uk_gdpr", "01632 960341"),
    DemoAgency("office", "partnership-office", "Partnership Office", "board", "uk_gdpr", "01632 960271"),
)

WORKERS = (
    DemoWorker("brookfield", "Hannah Brookfield", "care", "social-worker", "01632 960203"),
    DemoWorker("antwi", "Kwame Antwi", "care", "social-worker", "01632 960204"),
    DemoWorker("wrona", "Agnieszka Wrona", "care", "social-worker", "01632 960205"),
    DemoWorker("pemberley", "Gareth Pemberley", "care", "social-work-manager", "01632 960206"),
    DemoWorker("whitcombe", "Lorna Whitcombe", "care", "return-interview-coordinator", "01632 960207"),
    DemoWorker("castell", "Naomi Castell", "care", "mash-decision-maker", "01632 960208"),
    DemoWorker("verity", "Imogen Verity", "care", "mash-decision-maker", "01632 960209"),
    DemoWorker("hartnell", "Edmund Hartnell", "care", "mash-manager", "01632 960210"),
    DemoWorker("underhill", "Beatrix Underhill", "care", "mash-information-officer", "01632 960218"),
    DemoWorker("kilbride", "Adaeze Kilbride", "care", "protocol-signatory", "01632 960219"),
    DemoWorker("winstanley", "Gwendolen Winstanley", "care", "data-officer", "01632 960220"),
    DemoWorker("marchbank", "PC Stella Marchbank", "police", "police-missing-officer", "01632 960213"),
    DemoWorker("teller", "DS Rohan Teller", "police", "police-missing-officer", "01632 960214"),
    DemoWorker("dunmore", "PC Craig Dunmore", "police", "police-missing-officer", "01632 960215"),
    DemoWorker("belgrave", "Yusra Belgrave", "police", "police-analyst", "01632 960216"),
    DemoWorker("lathbury", "Owain Lathbury", "police", "protocol-signatory", "01632 960217"),
    DemoWorker("achterberg", "Fiona Achterberg", "fenwillow", "safeguarding-lead", "01632 960222"),
    DemoWorker("lowther", "Tariq Lowther", "copperbeck", "safeguarding-lead", "01632 960232"),
    DemoWorker("calloway", "Dr Ines Calloway", "health", "health-practitioner", "01632 960242"),
    DemoWorker("penhale", "Joel Penhale", "health", "practitioner", "01632 960243"),
    DemoWorker("mossop", "Rosalind Mossop", "health", "protocol-signatory", "01632 960244"),
    # Children who knew him before interviews stood beside the record asked for him: circles let him in by name.
    DemoWorker("adair", "Moses Adair", "returns", "return-interviewer", "01632 960252"),
    DemoWorker("holloway", "Petra Holloway", "returns", "independent-interviewer", "01632 960253"),
    DemoWorker("wetherby", "Silas Wetherby", "advocates", "independent-interviewer", "01632 960342"),
    DemoWorker("stott", "Maureen Stott", "licensing", "licensing-officer", "01632 960262"),
    DemoWorker("sallis", "Bronwen Sallis", "harrowfen", "safeguarding-lead", "01632 960282"),
    DemoWorker("achebe", "Desmond Achebe-Ward", "millrace", "safeguarding-lead", "01632 960292"),
    DemoWorker("glossop", "Perdita Glossop", "quillstone", "safeguarding-lead", "01632 960302"),
    DemoWorker("trevelyan", "Hamish Trevelyan", "sedgebourne", "safeguarding-lead", "01632 960312"),
    DemoWorker("eastwick", "Rupert Eastwick", "housing", "practitioner", "01632 960322"),
    DemoWorker("marchetti", "Sol Marchetti", "lanternhouse", "practitioner", "01632 960332"),
    DemoWorker("ashgrove", "Victor Ashgrove", "office", "information-governance", "01632 960272"),
    DemoWorker("thackray", "Celia Thackray", "office", "partnership-manager", "01632 960274"),
    DemoWorker("postlethwaite", "Leanne Postlethwaite", "office", "technical-administrator", "01632 960273"),
)

INTERVIEWERS = frozenset(one.key for one in WORKERS if one.role == "independent-interviewer")
"""They see the interviews of their own service, and are in no child's circle."""
MANAGER, COORDINATOR = "pemberley", "whitcombe"
HOLDERS = frozenset({MANAGER, COORDINATOR})
"""They enter each circle that Children's Services opens, by their role."""
