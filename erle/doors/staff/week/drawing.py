"""The picture of a week: SVG made here, without a style, so that it passes the policy and prints."""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString

from erle.doors.staff.week.pattern import DAWN, Day, Pattern, Session, Stretch

LEFT, TOP, ROW, HOUR, BAR = 38, 18, 22, 12, 13
WIDTH = LEFT + 24 * HOUR + 10
SCHOOL_HOURS = ((3.0, 6.0), (7.0, 9.25))
"""Where the two sessions are drawn: from nine to twelve, and from one until a quarter past three."""
INK, BRAND, SCHOOL, LINE, MUTED = "#10191c", "#1d4b57", "#9fbcc4", "#dde4e6", "#47555a"
HATCHED = f'fill="url(#missed)" stroke="{MUTED}" stroke-width=".8"'
HALO = 'font-weight="700" stroke="#fff" stroke-width="3" paint-order="stroke"'
HATCH = (
    '<defs><pattern id="missed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="5" height="5" fill="#fff"/><path d="M0 0V5" stroke="{MUTED}" stroke-width="2"/></pattern></defs>'
)
BLOCKS, HOURS_OF_A_BLOCK = 8, 3
SHADES = (("#e6eff1", INK), ("#9fbcc4", INK), ("#4d7f8c", "#fff"), (BRAND, "#fff"))
LEGEND_ROW, LEGEND_COLUMN, LEGEND_COLUMNS = 19, 112, 3


def drawn(found: Pattern, *, title: str, described: str) -> SafeString:
    """Return the picture."""
    legend = list(_legend(found))
    below = TOP + 7 * ROW + 12
    height = below + LEGEND_ROW * -(-len(legend) // LEGEND_COLUMNS)
    keys = "".join(_key(place, below, *one) for place, one in enumerate(legend))
    rows = "".join(part for number, day in enumerate(found.days) for part in _row(number, day))
    return _svg(height, title, described, f"{HATCH}{''.join(_axis())}{rows}{keys}")


def counted(found: Pattern, *, title: str, described: str) -> SafeString:
    """Return a picture of how often something was told of, in each three hours of each day of the week."""
    most = max(stretches(found, number)[block] for number in range(7) for block in range(BLOCKS)) or 1
    cells = "".join(
        _cell(number, block, times, most) for number in range(7) for block, times in enumerate(stretches(found, number))
    )
    days = "".join(
        f'<text x="0" y="{TOP + number * ROW + 15}" font-size="12">{day.name[:3]}</text>'
        for number, day in enumerate(found.days)
    )
    return _svg(TOP + 7 * ROW + 4, title, described, f"{''.join(_axis())}{days}{cells}")


def _svg(height: float, title: str, described: str, parts: str) -> SafeString:
    return SafeString(
        f'<svg class="erle-svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="week-title week-desc">'
        f'<title id="week-title">{escape(title)}</title><desc id="week-desc">{escape(described)}</desc>{parts}</svg>'
    )


def stretches(found: Pattern, number: int) -> list[int]:
    """Return how often it was told of on a day, in each three hours from six in the morning on."""
    counts = [0] * BLOCKS
    for hour, times in found.days[number].concerns.items():
        counts[min(hour // HOURS_OF_A_BLOCK, BLOCKS - 1)] += times
    return counts


def _cell(number: int, block: int, times: int, most: int) -> str:
    """Draw a block the darker the more often, with the number in it; nothing where there is none."""
    if not times:
        return ""
    x, y, width = LEFT + block * HOURS_OF_A_BLOCK * HOUR, TOP + number * ROW + 2, HOURS_OF_A_BLOCK * HOUR - 2
    paint, ink = SHADES[min(len(SHADES) - 1, len(SHADES) * (times - 1) // most)]
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{ROW - 3}" fill="{paint}"/>'
        f'<text x="{x + width / 2:.0f}" y="{y + 14}" font-size="12" text-anchor="middle" fill="{ink}">{times}</text>'
    )


def _key(place: int, below: float, mark: str, words: str) -> str:
    x, y = place % LEGEND_COLUMNS * LEGEND_COLUMN, below + place // LEGEND_COLUMNS * LEGEND_ROW
    return f'<g transform="translate({x} {y})">{mark}<text x="19" y="10" font-size="12">{escape(words)}</text></g>'


def _axis() -> Iterator[str]:
    for hours in range(0, 24, 3):
        x = LEFT + hours * HOUR
        yield f'<path d="M{x} {TOP - 2}V{TOP + 7 * ROW}" stroke="{LINE}"/>'
        yield f'<text x="{x}" y="11" font-size="12" text-anchor="middle">{(DAWN + hours) % 24:02d}</text>'


def _row(number: int, day: Day) -> Iterator[str]:
    top = TOP + number * ROW + 4
    yield f'<text x="0" y="{top + 11}" font-size="12">{day.name[:3]}</text>'
    for session, hours in zip(day.sessions, SCHOOL_HOURS, strict=True):
        yield _session(session, hours, top)
    for stretch in day.strengths:
        yield _box(stretch, top, f'fill="#fff" stroke="{BRAND}" stroke-width="2.4"')
    for stretch in day.missing:
        yield _box(stretch, top, f'fill="{INK}"')
    for hour in day.concerns:
        yield _diamond(LEFT + hour * HOUR, top + BAR / 2)
    for hour, times in day.concerns.items():
        if times > 1:
            yield f'<text x="{LEFT + hour * HOUR + 7}" y="{top + 11}" font-size="12" {HALO}>{times}</text>'


def _session(session: Session, hours: tuple[float, float], top: float) -> str:
    """Draw the share of the session that was missed hatched, and the rest full."""
    if not session.held:
        return ""
    first, last = hours
    turn = first + (last - first) * session.missed / session.held
    missed = _box(Stretch(first, turn), top, HATCHED) if session.missed else ""
    present = _box(Stretch(turn, last), top, f'fill="{SCHOOL}"') if session.present else ""
    return present + missed


def _box(stretch: Stretch, top: float, paint: str) -> str:
    x, width = LEFT + stretch.start * HOUR, max((stretch.end - stretch.start) * HOUR, 2)
    return f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" {paint}/>'


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6Z" fill="#fff" stroke="{INK}" stroke-width="1.7"/>'


def _legend(found: Pattern) -> Iterator[tuple[str, str]]:
    """Yield what each mark in this picture means, and no other."""
    key = '<rect width="13" height="11" '
    if any(session.present for day in found.days for session in day.sessions):
        yield f'{key}fill="{SCHOOL}"/>', "In school"
    if any(session.missed for day in found.days for session in day.sessions):
        yield f"{key}{HATCHED}/>", "Late or absent"
    if any(day.strengths for day in found.days):
        yield f'{key}fill="#fff" stroke="{BRAND}" stroke-width="2.4"/>', "Goes well"
    if any(day.missing for day in found.days):
        yield f'{key}fill="{INK}"/>', "Missing"
    if any(day.concerns for day in found.days):
        yield _diamond(7, 5.5), "Concern reported"
