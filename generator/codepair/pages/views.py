"""Home, lists of codes and published tables: what a page is about in, its content out."""

from __future__ import annotations

from codepair.language.wording import Passage, joined
from codepair.library.mappings import MAPPINGS, MappingTable
from codepair.library.model import Protocol
from codepair.library.plan import mapping_path
from codepair.pages.context import Content, PageContext, Written, grouped
from codepair.pages.home import examples, families, featured, heading_of
from codepair.pages.mapped import Mapped
from codepair.pages.viewing import Viewing


class Views(Viewing):
    """The pages of one locale that are about no code: home, lists and tables."""

    def __init__(self, context: PageContext, mapped: Mapped, notice: Passage) -> None:
        super().__init__(context, notice)
        self._mapped = mapped

    def home(self, summary: str = "") -> Content:
        """Return the home page; ``summary`` is what the site says of itself."""
        library = self._context.plan.library
        wording = self._context.wording()
        heading = heading_of(library, wording)
        pairs = featured(library)
        html = self.render(
            "home.html",
            wording,
            is_answered=bool(library.recognition),
            heading=heading,
            summary=wording.text(summary) if summary else None,
            examples=examples(pairs),
            families=families(library, wording),
            has_families=any(protocol.family for protocol in library.protocols.values()),
            pairs=pairs,
        )
        title = heading.striptags()
        description = wording.text(summary).plain if summary else title
        return self.content(title, description, wording.passage(html))

    def compare(self) -> Content:
        """Return the page on which two codes are chosen, with all codes and the comparisons that have guidance."""
        library = self._context.plan.library
        wording = self._context.wording()
        listed = [
            (protocol, list(library.entries[name].values()), library.guided[name])
            for name, protocol in library.protocols.items()
        ]
        tables = self._context.wording(MAPPINGS)
        html = self.render(
            "compare.html", wording, listed=listed, across=library.across, mappings=library.mappings, tables=tables
        )
        title = wording.plain("Compare two codes")
        description = wording.plain("Choose two codes and see what each means, what to do, and how they differ.")
        return self.content(title, description, joined((wording.passage(html), tables.passage(""))))

    def mapping(self, table: MappingTable) -> Content:
        """Return the page of a mapping: its rows, what settles them, and what is lost."""
        wording = self._context.wording(MAPPINGS)
        mapped = self._mapped
        written = Written(MAPPINGS, table.path, table.node.key("lost").line, table.lost)
        html = self.render(
            "table.html",
            wording,
            table=table,
            origin=mapped.name(table.origin).of(wording),
            target=mapped.name(table.target).of(wording),
            steps=mapped.whole(table),
            back=mapped.back(table),
            link=mapped.link(table),
            documents=mapped.documents(table),
            links=self._context.links(mapping_path(table), written),
        )
        title, lost = wording.text(table.title).plain, wording.text(table.lost).plain
        return self.content(title, lost, wording.passage(html))

    def protocol(self, protocol: Protocol) -> Content:
        """Return the page of a protocol: all its codes by response class."""
        plan = self._context.plan
        entries = list(plan.library.entries[protocol.id].values())
        wording = self._context.wording(protocol)
        html = self.render(
            "protocol.html",
            wording,
            protocol=protocol,
            codes=len(entries),
            comparisons=len(plan.pairs[protocol.id]),
            guided=plan.library.guided[protocol.id],
            across=[pair for pair in plan.library.across if protocol in (pair.a.protocol, pair.b.protocol)],
            groups=grouped(protocol, [(entry, entry) for entry in entries]),
        )
        description = wording.text(protocol.summary).plain
        return self.content(f"{protocol.name}: {protocol.title}", description, wording.passage(html))
