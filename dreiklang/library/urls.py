from django.urls import path

from dreiklang.library.views import articles, beginning, describing, sections, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    # writing
    path("praxis/neu/", beginning.begin_article, name="begin_article"),
    path("praxis/entwuerfe/", beginning.drafts, name="drafts"),
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    path("praxis/entwuerfe/<uuid:pk>/abschnitte/neu/", sections.new_section, name="new_section"),
    path("praxis/entwuerfe/<uuid:pk>/abschnitte/<uuid:section>/", sections.edit_section, name="edit_section"),
    path("praxis/entwuerfe/<uuid:pk>/abschnitte/<uuid:section>/platz/", sections.move_section, name="move_section"),
    path(
        "praxis/entwuerfe/<uuid:pk>/abschnitte/<uuid:section>/herausnahme/",
        sections.take_out_section,
        name="take_out_section",
    ),  # fmt: skip
    path("praxis/entwuerfe/<uuid:pk>/abschnitte/<uuid:section>/fassungen/", sections.versions, name="versions"),
    path("praxis/entwuerfe/<uuid:pk>/fassungen-klaeren/<uuid:rival>/", sections.settle, name="settle"),
    path("praxis/entwuerfe/<uuid:pk>/angaben/", describing.facts, name="facts"),
    path("praxis/entwuerfe/<uuid:pk>/schreibende/", describing.authors, name="authors"),
    path("praxis/entwuerfe/<uuid:pk>/quellen/", describing.sources, name="sources"),
    path("praxis/entwuerfe/<uuid:pk>/dateien/", describing.files, name="draft_files"),
    path("praxis/entwuerfe/<uuid:pk>/dateien/<uuid:file>/", describing.draft_file, name="draft_file"),
    path("praxis/entwuerfe/<uuid:pk>/dateien/<uuid:file>/aenderung/", describing.change_file, name="change_file"),
    path("praxis/entwuerfe/<uuid:pk>/loeschung/", describing.discard, name="discard_article"),
    # suggestions and comments
    # life cycle
    # from talk to page
    # council papers
    # in and out
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
