"""By which column, and by which of its values, a table is filtered: so that a sheet knows why rows are hidden."""

from synthphi.document import Table, plain
from synthphi.render.markup import escape, quoted

_MOST = 12
"""Values that people tick in the list of a filter."""


def filter_column(table: Table) -> str:
    """Return what a filter keeps as XML; nothing where no column tells hidden rows from shown ones.

    Labelled values are no reason: a filter would repeat them where nobody looks for them.
    """
    for at in range(len(table.header)):
        if at in table.hidden_columns or any(part.tag for row in table.rows for part in row[at].text):
            continue
        shown: dict[str, None] = {}
        hidden: set[str] = set()
        for number, row in enumerate(table.rows):
            value = plain(row[at].text)
            if number in table.hidden_rows:
                hidden.add(value)
            else:
                shown[value] = None
        if shown and len(shown) <= _MOST and not hidden & set(shown):
            blank = ' blank="1"' if "" in shown else ""
            kept = "".join([f'<filter val="{quoted(escape(value))}"/>' for value in shown if value])
            return f'<filterColumn colId="{at}"><filters{blank}>{kept}</filters></filterColumn>'
    return ""
