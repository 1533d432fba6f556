"""An export of the ledger, and everything that may be done to one: each edit is found, with no database."""

import json
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from erle.foundation.ledger.keys import fingerprint, public_bytes
from erle.foundation.ledger.rules import FIRST_ROOT, FORMAT, checkpoint_message, leaf, link
from erle.foundation.ledger.verification import Checkpoint, Verdict, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ANOTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = public_bytes(KEY.public_key())


def exported(
    sizes: Sequence[int], *, key: Ed25519PrivateKey = KEY, hidden: frozenset[int] = frozenset(), act: str = "opened"
) -> list[bytes]:
    """Return an export of seals with so many lines each; the numbered lines are held back."""
    made, state, number = [f"# {FORMAT} {json.dumps({'public_key': PUBLIC.hex()})}\n"], FIRST_ROOT, 0
    for seal, size in enumerate(sizes, start=1):
        previous, links = state, []
        for _ in range(size):
            number += 1
            text = json.dumps([number, "700", "2026-11-02T09:00:00.000000Z", 7, act, f"E-{number}", 3, "", {}])
            state = link(state, leaf(text))
            shown = f"H {state.hex()} {leaf(text).hex()}\n" if number in hidden else f"L {state.hex()} {text}\n"
            links.append(shown)
        signature = key.sign(checkpoint_message(seal=seal, lines=size, root=state))
        record = {
            "seal": seal, "lines": size, "previous": previous.hex(), "root": state.hex(),
            "key": fingerprint(key.public_key()), "signature": signature.hex(),
        }  # fmt: skip
        made += [f"S {json.dumps(record)}\n", *links]
    return [line.encode("utf-8") for line in made]


def root_of(lines: Sequence[bytes], seal: int) -> str:
    """Return the root that the seal of the number names."""
    records = [json.loads(line[2:]) for line in lines if line.startswith(b"S ")]
    return str(records[seal - 1]["root"])


WORLDS = st.lists(st.integers(1, 6), min_size=2, max_size=5)


def checked(lines: Sequence[bytes], whole: Sequence[bytes], sizes: Sequence[int]) -> Verdict:
    """Verify as an outsider does who kept the last checkpoint."""
    return verify(lines, PUBLIC, checkpoint=Checkpoint(len(sizes), root_of(whole, len(sizes))))


@given(WORLDS, st.frozensets(st.integers(1, 30)))
def test_what_was_exported_holds_whatever_is_held_back(sizes: list[int], hidden: frozenset[int]) -> None:
    lines = exported(sizes, hidden=hidden)

    verdict = checked(lines, lines, sizes)

    assert verdict.holds
    assert verdict.signed
    assert verdict.links == sum(sizes)
    assert verdict.seals == len(sizes)
    assert verdict.hidden == len(hidden & set(range(1, sum(sizes) + 1)))


@given(WORLDS, st.data())
def test_a_changed_byte_of_a_line_is_found_where_it_is(sizes: list[int], data: st.DataObject) -> None:
    lines = exported(sizes)
    place = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line.startswith(b"L ")]))
    byte = data.draw(st.integers(0, len(lines[place]) - 2))
    edited = bytearray(lines[place])
    edited[byte] ^= data.draw(st.sampled_from([1, 2, 4, 16]))

    verdict = checked([*lines[:place], bytes(edited), *lines[place + 1 :]], lines, sizes)

    assert verdict.fault is not None
    assert verdict.fault.line == place + 1


@given(WORLDS, st.data())
def test_a_record_taken_out_put_in_twice_or_moved_is_found(sizes: list[int], data: st.DataObject) -> None:
    lines = exported(sizes)
    places = st.integers(0, len(lines) - 1)
    out, twice, first, second = (data.draw(places) for _ in range(4))
    swapped = list(lines)
    swapped[first], swapped[second] = swapped[second], swapped[first]

    if out:  # the first record says only what the file is
        assert not checked([*lines[:out], *lines[out + 1 :]], lines, sizes).holds
    assert not checked([*lines[:twice], lines[twice], *lines[twice:]], lines, sizes).holds
    assert first == second or not checked(swapped, lines, sizes).holds


@given(WORLDS, st.data())
def test_an_end_cut_off_is_found_by_whoever_kept_a_checkpoint(sizes: list[int], data: st.DataObject) -> None:
    lines = exported(sizes)
    left = data.draw(st.integers(0, len(lines) - 1))

    assert not checked(lines[:left], lines, sizes).holds


@given(WORLDS, st.data())
def test_every_field_of_a_seal_that_the_chain_rests_on_is_held(sizes: list[int], data: st.DataObject) -> None:
    lines = exported(sizes)
    place = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line.startswith(b"S ")]))
    record = json.loads(lines[place][2:])
    name = data.draw(st.sampled_from(["seal", "lines", "previous", "root", "key", "signature"]))
    record[name] = record[name] + 1 if isinstance(record[name], int) else "00" + record[name][2:] + "ff"

    verdict = checked([*lines[:place], f"S {json.dumps(record)}\n".encode(), *lines[place + 1 :]], lines, sizes)

    assert verdict.fault is not None
    assert verdict.fault.line >= place + 1


@given(WORLDS)
def test_a_ledger_rewritten_and_signed_by_another_key_or_by_none_is_found(sizes: list[int]) -> None:
    lines = exported(sizes)
    unsigned = [line.replace(b'"signature"', b'"was"') for line in lines]

    assert "not signed by the key" in str(checked(exported(sizes, key=ANOTHER), lines, sizes).fault)
    assert "has no signature" in str(checked(unsigned, lines, sizes).fault)
    assert verify(unsigned, None).holds
    assert not verify(unsigned, None).signed


def test_a_rewriting_by_whoever_holds_the_key_is_found_only_against_a_checkpoint() -> None:
    lines, rewritten = exported([2, 3]), exported([2, 3], act="listed")

    assert verify(rewritten, PUBLIC).holds
    assert "rewritten" in str(checked(rewritten, lines, [2, 3]).fault)


def test_a_fault_names_the_line_of_the_file_and_of_the_ledger() -> None:
    lines = exported([2, 2])
    lines[5] = lines[5].replace(b"opened", b"listed")

    fault = verify(lines, PUBLIC).fault

    assert str(fault) == "line 6 (ledger line 3): its text does not fit its link"


def test_what_is_no_export_is_refused_at_its_first_line() -> None:
    assert "empty" in str(verify([], PUBLIC).fault)
    assert "line 1" in str(verify([b"reference,name\n"], PUBLIC).fault)
    assert "cannot be read" in str(verify([exported([1])[0], b"S {\n"], PUBLIC).fault)
