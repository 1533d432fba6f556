"""What people of the city are called for one another's names, beside the English short names of the library: data."""

CALLED = """
aleksandra ola olka olenka alex alexandra sasha sanya oleksandra
aleksander aleksandr alexander olek alek sasha oleksandr | katarzyna kasia kaska katya kate katie catherine
malgorzata gosia malgosia margaret maggie | agnieszka aga agnes | joanna asia joasia jo | anna ania anka ann anne
maria marysia maryska mania masha marika mary | zofia zosia zoska sophie | barbara basia | magdalena magda madzia lena
elzbieta ela ella elizabeth betka alzbeta | ewa ewka eva | jadwiga jadzia | krzysztof krzysiek krzys chris christopher
jakub kuba jacob james | jan janek jas janko janis jonas john joao | stanislaw staszek stas stan
tomasz tomek thomas tom | piotr piotrek peter petr peto petras pyotr | pawel pavel paul povilas | wojciech wojtek
michal michas misko michael mike mykolas mikhail misha | mikolaj nikolai nicholas kolya mykola
grzegorz grzesiek greg gregory | szymon szymek simon | dawid david dave | mateusz mati matthew matt matej
kacper kasper | bartosz bartlomiej bartek bart | wiktoria victoria wika vika vicky viktorija
natalia natalka natka natasha natalija | julia julka jula yulia julija | zuzanna zuzia zuza zuzka susan
karolina caroline karo | patrycja patricia patka pat | jozef jozo joseph joe | juraj george duro jurgis
frantisek fero frank francis | stefan stevo stephen steven steve | ekaterina yekaterina katya katia katerina
anastasia anastasija nastya nastja | dmitry dmitri dima mitya | ivan vanya | vladimir vova volodya
tatiana tanya tatjana | olga olya | elena lena yelena jelena olena helen | sergey sergei serezha
yevgeny evgeny jevgenij zhenya | svetlana sveta | ksenia xenia ksyusha | alexey aleksei alyosha lyosha
andriy andrew andrei | andrzej andrey andrej andrew | francisco chico | jose ze zeca joe | antonio toni tony antoni
manuel manel | beatriz bia | isabel bela isabella | guilherme gui william | rafael rafa | gabriel gabi gabe
fernanda nanda | leonor nono | eduardo edu | mohammed mohammad mohamed muhammad muhammed mohamad mohd md mo hamoudi
ahmed ahmad achmed ehmed | hussain hussein husayn | fatima fatma fatimah | aisha ayesha aysha aicha
usman osman uthman othman | umar omar | zainab zaynab zeinab zeynep | maryam mariam miriam mary | yusuf yousef joseph
ibrahim ebrahim abraham | abdul abdel | syed sayed sayyid | sean shaun shawn
katherine kathryn catherine cathy kate katie | neil neal niall | eoin owen eoghan | deborah debra debbie
"""
"""Groups of names, one between two bars or ends of a line; a name may be in several."""
