"""MkDocs hook: hands the pages of ``sitepages`` to MkDocs and does nothing else."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from sitepages.data import Site, SiteError
from sitepages.expand import expand
from sitepages.generate import generated_pages, navigation
from sitepages.glossary import has_terms, linked
from sitepages.lessons import Lesson
from sitepages.links import broken_links
from sitepages.search import rewrite_index
from sitepages.tabs import SCHEMES, chinese_navigation
from sitepages.translations import LANGUAGES, language_of, page_of, translated_sources

log = logging.getLogger("mkdocs.hooks.convspec")
_state: dict[str, Site] = {}
_lessons: dict[str, Lesson] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    results = root / config.extra["results"]
    _state["site"] = site = Site(Path(config.docs_dir), results, config.site_url or "")
    config.nav = navigation(site, config.nav or [])
    config.watch += [str(root / "conformance"), str(root / "reference_impl")]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    site = _state["site"]
    try:
        for uri, markdown in _lesson_files(site).items():
            files.append(File.generated(config, uri, content=markdown))
        for uri, markdown in generated_pages(site).items():
            files.append(File.generated(config, uri, content=markdown))
        for uri, path in site.downloads().items():
            if files.get_file_from_path(uri) is None:
                files.append(File.generated(config, uri, abs_src_path=str(path)))
    except SiteError as error:
        raise PluginError(str(error)) from None
    return files


def _lesson_files(site: Site) -> dict[str, str]:
    """Run the lessons; what there is of them beside the English pages, which have a source."""
    found = {}
    for source in translated_sources():
        _lessons[source] = lesson = Lesson(site, source)
        found[page_of(source, "zh")] = lesson.meta + lesson.pages["zh"]
        for language, notebook in lesson.notebooks.items():
            if notebook.cells_of_code:
                found[page_of(source, language).replace(".md", ".ipynb")] = notebook.text()
    return found


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Next and Previous stay within a language."""
    for language in LANGUAGES:
        pages = [p for p in nav.pages if language_of(p.file.src_uri) == language]
        for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
            page.previous_page, page.next_page = before, after
    return nav


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    if page.file.generated_by is not None:
        return markdown
    if page.file.src_uri in _lessons:
        return _lessons[page.file.src_uri].pages["en"]
    try:
        return expand(_state["site"], page.file.src_uri, markdown)
    except SiteError as error:
        raise PluginError(str(error)) from None


def on_page_content(html: str, page: Page, **_: Any) -> str:
    source = page.file.src_uri
    return linked(html, source, language_of(source)) if has_terms(source) else html


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
    """The interface of each page is in the language of the page."""
    language = language_of(page.file.src_uri)
    config.theme["language"] = language
    for option, name in zip(config.theme["palette"], SCHEMES[language], strict=True):
        option["toggle"]["name"] = name
    if language == "zh":
        context["nav"] = chinese_navigation(nav)
    return context


def on_post_build(config: MkDocsConfig) -> None:
    rewrite_index(Path(config.site_dir) / "search" / "search_index.json")
    for broken in broken_links(Path(config.site_dir)):
        log.warning("%s", broken)
