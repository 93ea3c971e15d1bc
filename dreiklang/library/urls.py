from django.urls import path

from dreiklang.library.views import articles, remarking, suggesting, workroom
from dreiklang.library.views import articles, collecting, papers, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    # writing
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    # suggestions and comments
    path("praxis/vorschlaege/", suggesting.my_suggestions, name="my_suggestions"),
    path("praxis/vorschlaege/<uuid:pk>/ruecknahme/", suggesting.take_back, name="take_back_suggestion"),
    path("praxis/entwuerfe/<uuid:pk>/vorschlaege/<uuid:suggestion>/", suggesting.suggestion, name="suggestion"),
    path("praxis/entwuerfe/<uuid:pk>/vorschlag/<uuid:section>/", suggesting.in_draft, name="suggest_in_draft"),
    path("praxis/<slug:slug>/vorschlag/<uuid:section>/", suggesting.on_page, name="suggest_on_page"),
    path(
        "praxis/entwuerfe/<uuid:pk>/abschnitte/<uuid:section>/anmerkungen/",
        remarking.in_draft,
        name="remarks_in_draft",
    ),
    path("praxis/<slug:slug>/anmerkungen/<uuid:section>/", remarking.on_page, name="remarks_on_page"),
    path("praxis/anmerkungen/<uuid:pk>/", remarking.own, name="own_remark"),
    path("praxis/anmerkungen/<uuid:pk>/erledigung/", remarking.settle, name="settle_remark"),
    # life cycle
    # from talk to page
    # council papers
    path("praxis/vorlagen/", papers.council_papers, name="council_papers"),
    path("praxis/vorlagen/neu/", papers.new_paper, name="new_paper"),
    path("praxis/vorlagen/aus/seite/<slug:slug>/", collecting.collect_article, name="collect_article"),
    path("praxis/vorlagen/aus/thema/<uuid:pk>/", collecting.collect_answers, name="collect_answers"),
    path("praxis/vorlagen/<uuid:pk>/", papers.council_paper, name="council_paper"),
    path("praxis/vorlagen/<uuid:pk>/text/", papers.edit_paper, name="edit_paper"),
    path("praxis/vorlagen/<uuid:pk>/kopie/", papers.copy_paper, name="copy_paper"),
    path("praxis/vorlagen/<uuid:pk>/loeschung/", papers.delete_paper, name="delete_paper"),
    path("praxis/vorlagen/<uuid:pk>/vorlage.docx", papers.paper_docx, name="paper_docx"),
    path("praxis/vorlagen/<uuid:pk>/vorlage.pdf", papers.paper_pdf, name="paper_pdf"),
    path("praxis/vorlagen/<uuid:pk>/inhalte/<uuid:item>/", collecting.paper_item, name="paper_item"),
    path("praxis/vorlagen/<uuid:pk>/inhalte/<uuid:item>/lage/", collecting.place_item, name="place_item"),
    # in and out
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
