from django.urls import path

from dreiklang.library.views import (
    adopting,
    articles,
    beginning,
    collecting,
    describing,
    growing,
    living,
    machines,
    papers,
    releasing,
    remarking,
    reviewing,
    sections,
    suggesting,
    workroom,
)

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    path("praxis/dateien/<uuid:pk>/", articles.file, name="article_file"),
    path("praxis/<slug:slug>/fassungen/", articles.releases, name="releases"),
    path("praxis/<slug:slug>/uebernahme/", adopting.adoption, name="adoption"),
    path("praxis/<slug:slug>/uebernahme/<uuid:pk>/", adopting.adoption_removal, name="adoption_removal"),
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
    path("praxis/entwuerfe/<uuid:pk>/einreichung/", reviewing.submission, name="submission"),
    path("praxis/entwuerfe/<uuid:pk>/pruefung/", reviewing.review, name="review"),
    path(
        "praxis/entwuerfe/<uuid:pk>/pruefung/<uuid:review>/ruecknahme/",
        reviewing.withdraw_request,
        name="withdraw_review_request",
    ),
    path("praxis/entwuerfe/<uuid:pk>/rueckgabe/", reviewing.sending_back, name="sending_back"),
    path("praxis/entwuerfe/<uuid:pk>/freigabe/", releasing.release_article, name="release_article"),
    path("praxis/entwuerfe/<uuid:pk>/gueltigkeit/", living.validity, name="validity"),
    path("praxis/entwuerfe/<uuid:pk>/zustaendigkeit/", living.ownership, name="ownership"),
    path("praxis/entwuerfe/<uuid:pk>/ruecknahme/", living.withdrawal, name="withdrawal"),
    path("praxis/pruefung/<str:token>/", reviewing.review_outside, name="review_outside"),
    path("praxis/pruefen/<str:token>/", living.check, name="check_article"),
    path("praxis/zustaendigkeit/<str:token>/", living.owner_return, name="owner_return"),
    path("praxis/<slug:slug>/hinweis/", living.report_article, name="report_article"),
    path("team/seiten/", living.team_articles, name="team_articles"),
    # from talk to page
    path("praxis/aus/<uuid:pk>/", growing.from_talk, name="page_from_talk"),
    path("praxis/aus/einverstaendnis/<uuid:pk>/", growing.consent, name="consent"),
    path("praxis/aus/einverstaendnis/<str:token>/", growing.consent_by_letter, name="consent_by_letter"),
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
    path("praxis/feed/", machines.feed, name="articles_feed"),
    path("praxis/<slug:slug>/amb.json", machines.amb, name="article_amb"),
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
