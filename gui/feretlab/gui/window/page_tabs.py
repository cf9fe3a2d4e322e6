"""The pages on the right; each is made when it is shown first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from feretlab.gui.context import Context
from feretlab.gui.pages import PAGES, Page
from feretlab.gui.texts import tr


class PageTabs(QTabWidget):
    """One tab for each of `PAGES`.

    Parameters
    ----------
    context : Context
        What pages are given.

    Attributes
    ----------
    shown : Signal(str)
        Carries the id of a page that came to the front.
    page_made : Signal(object)
        Carries a page that was shown for the first time.
    """

    shown = Signal(str)
    page_made = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._made: dict[str, QWidget] = {}
        self.setDocumentMode(True)
        # Every page is seen, with large letters too: the image gives way.
        self.setUsesScrollButtons(False)
        for page in PAGES:
            place = QWidget()
            QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
            # Without icons: all titles fit beside the image on a small screen.
            self.addTab(place, tr(page.title))
        self.currentChanged.connect(self._come)

    def show_page(self, id_: str) -> QWidget:
        """Bring a page to the front.

        Parameters
        ----------
        id_ : str
            One of the ids in `PAGES`; an unknown one, as of another version,
            shows the first.

        Returns
        -------
        QWidget
            The page.
        """
        ids = [page.id for page in PAGES]
        number = ids.index(id_) if id_ in ids else 0
        self.setCurrentIndex(number)
        return self._widget(number, PAGES[number])

    @property
    def made(self) -> tuple[QWidget, ...]:
        """Pages that were shown so far."""
        return tuple(self._made.values())

    def _come(self, number: int) -> None:
        page = PAGES[number]
        self._widget(number, page)
        self.shown.emit(page.id)

    def _widget(self, number: int, page: Page) -> QWidget:
        if page.id not in self._made:
            widget = page.make(self._context)
            self._made[page.id] = widget
            place = self.widget(number)
            layout = None if place is None else place.layout()
            assert layout is not None
            layout.addWidget(widget)
            self.page_made.emit(widget)
        return self._made[page.id]
