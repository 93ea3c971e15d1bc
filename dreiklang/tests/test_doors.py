"""Every address, and what each of the cast gets there: derived by hand from the rules, not recorded.

An address without a row fails the suite. `login` is the way to the sign-in page, other numbers are status codes; POST
sends an empty form, so that 422 or 200 means "let in, and told what is missing".
"""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from dreiklang.dialogue.actions.moderating import target_of
from dreiklang.dialogue.actions.telling import stop_path
from dreiklang.dialogue.models import helped_path
from dreiklang.dialogue.tests.makers import a_moderator, a_reply, a_room, a_thread, a_trace, agreed, an_attachment
from dreiklang.events.actions.subscribing import make_address
from dreiklang.events.models import Event, Material, Speaker
from dreiklang.events.tests.makers import a_trainer, an_event, some_material
from dreiklang.foundation.files import accept
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.front.furnishing import bring_pages
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.index.models import EqualWords
from dreiklang.letters.models import Letter
from dreiklang.library.actions import growing
from dreiklang.library.actions.filing import attach
from dreiklang.library.actions.owning import return_path
from dreiklang.library.actions.papering import begin_paper, collect
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.actions.remarking import remark
from dreiklang.library.actions.suggesting import suggest
from dreiklang.library.actions.writing import save_section
from dreiklang.library.feedback import as_written
from dreiklang.library.models import Article, Check, Review
from dreiklang.library.tests.makers import a_draft, a_page_file, a_review, an_article
from dreiklang.moderation.actions.deciding import PURPOSE
from dreiklang.moderation.actions.deciding import decide as decide_case
from dreiklang.moderation.actions.reporting import report
from dreiklang.moderation.things import find
from dreiklang.people.actions.blocking import link_for
from dreiklang.people.actions.inviting import ask_for_access, invite
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import Release
from dreiklang.people.tests.makers import ada, ben, cem, olga
from dreiklang.places.tests.makers import a_municipality
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Draw, Registration
from dreiklang.seats.tests.makers import a_call, a_question, a_quota, an_application
from dreiklang.tests.doors import (
    arguments,
    circles,
    colleagues,
    counsel,
    debates,
    exchange,
    halls,
    lunch,
    polls,
    signals,
    teams,
)
from dreiklang.training.models import (
    BlockDate,
    BuildingBlock,
    FollowUp,
    MakeUp,
    PendingParticipant,
    PracticeProject,
    Programme,
    Proposal,
    Run,
    RunGuest,
)
from dreiklang.training.tests.makers import a_confirmation

pytestmark = pytest.mark.once

# The rows and the furniture of rooms that name their own.
MORE = [exchange, arguments, circles, colleagues, counsel, debates, halls, lunch, polls, signals, teams]

# A visitor; Cem, a member; Ben, who has a seat and belongs to the cohort; Ada of the team; Olga, who runs the machine.
CAST = ("visitor", "cem", "ben", "ada", "olga")
EVERYONE = "200 200 200 200 200"
NOT_ALLOWED = "405 405 405 405 405"
SIGNED_IN = "login 200 200 200 200"
TEAM = "login 403 403 200 403"
BEN = "login 404 200 404 404"  # his own: not even the team
NOWHERE = "404 404 404 404 404"
# Ben's draft: he writes it, and the programme team; for everybody else it is not there.
WRITES, NOT_THERE = "login 404 200 200 404", "login 404 404 404 404"

DOORS = [
    # name of the address, what it is about, GET, POST
    ("home", "", EVERYONE, NOT_ALLOWED),
    ("page", "impressum", EVERYONE, NOT_ALLOWED),
    ("page", "hilfe-bei-anfeindung", EVERYONE, NOT_ALLOWED),
    ("edit_page", "impressum", TEAM, TEAM),
    ("edit_page", "vorlage-beweise", TEAM, TEAM),
    ("report_barrier", "", "302 302 302 302 302", "422 422 422 422 422"),
    ("language", "", NOT_ALLOWED, "302 302 302 302 302"),
    ("my_data", "", SIGNED_IN, "login 405 405 405 405"),
    ("my_data_export", "", SIGNED_IN, "login 405 405 405 405"),
    ("deletion", "", SIGNED_IN, SIGNED_IN),
    ("health", "", "503 503 503 503 503", NOT_ALLOWED),  # no worker runs in the tests, and it says so
    ("team", "", TEAM, "login 405 405 405 405"),
    ("undelivered", "", TEAM, "login 405 405 405 405"),
    ("repair_letter", "letter", "login 405 405 405 405", "login 403 403 404 403"),
    ("barriers", "", TEAM, "login 403 403 404 403"),
    ("municipalities", "", EVERYONE, NOT_ALLOWED),
    ("municipality", "current", EVERYONE, NOT_ALLOWED),
    ("municipality", "no longer current", NOWHERE, NOT_ALLOWED),
    ("demo_mailbox", "", NOWHERE, NOT_ALLOWED),
    ("demo_letter", "letter", NOWHERE, NOT_ALLOWED),
    ("demo_answer", "letter", NOT_ALLOWED, NOWHERE),
    ("account", "", SIGNED_IN, "login 405 405 405 405"),
    ("office", "", "login 302 200 302 302", "login 302 200 302 302"),  # only Ben holds one
    ("profile", "", SIGNED_IN, SIGNED_IN),
    ("release", "", SIGNED_IN, "login 404 404 404 404"),  # an act must be named
    ("colleague", "ben's card", SIGNED_IN, "login 405 405 405 405"),  # of a member for members
    ("colleague", "nobody's card", "login 404 404 404 404", "login 405 405 405 405"),
    ("message", "ben's card", "login 200 403 200 200", "login 422 403 422 422"),  # to others, not to oneself
    ("message", "nobody's card", "login 404 404 404 404", "login 404 404 404 404"),
    ("block_colleague", "ben's card", "login 200 403 200 200", "login 302 403 302 302"),
    ("block_colleague", "nobody's card", "login 404 404 404 404", "login 404 404 404 404"),
    ("blocks", "", SIGNED_IN, "login 404 404 404 404"),  # whom to take back must be named
    ("block_by_link", "ben's block", EVERYONE, "302 302 302 302 302"),  # whoever holds the link
    ("block_by_link", "forged", NOWHERE, NOWHERE),
    ("account_login", "", "200 302 302 302 302", "200 302 302 302 302"),
    ("account_request_login_code", "", "200 302 302 302 302", "200 302 302 302 302"),
    ("account_confirm_login_code", "", "302 302 302 302 302", "302 302 302 302 302"),
    ("account_logout", "", "302 200 200 200 200", "302 302 302 302 302"),
    ("account_inactive", "", EVERYONE, NOT_ALLOWED),
    ("account_change_password", "", SIGNED_IN, SIGNED_IN),
    ("account_set_password", "", "login 302 302 302 302", "login 302 302 302 302"),
    ("account_signup", "", EVERYONE, EVERYONE),
    ("invitation", "open", EVERYONE, EVERYONE),  # whoever holds the link
    ("invitation", "forged", NOWHERE, NOWHERE),
    ("team_people", "", TEAM, TEAM),
    ("groups", "", TEAM, "login 403 403 422 403"),
    ("group", "cohort alone", TEAM, "login 403 403 404 403"),  # nobody is named
    ("change_role", "ben's membership", "login 405 405 405 405", "login 403 403 302 403"),
    ("let_go", "ben's membership", "login 405 405 405 405", "login 403 403 302 403"),
    ("withdraw_invitation", "invitation", "login 405 405 405 405", "login 403 403 302 403"),
    ("decide_request", "request", TEAM, TEAM),
    ("registration", "ben's", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("registration", "forged", NOWHERE, NOT_ALLOWED),
    ("registration", "of another purpose", NOWHERE, NOT_ALLOWED),
    # A page that Ben wrote and handed in, and Cem reviewed; one in force that is Ben's; one that was Ben's and is Cem's
    ("submission", "ben's reviewed draft", "login 403 200 200 404", "login 403 404 404 404"),  # an act must be named
    ("review", "ben's reviewed draft", "login 200 403 403 404", "login 422 403 403 404"),  # whoever was asked
    ("withdraw_review_request", "cem's review", "login 405 405 405 405", "login 403 302 302 404"),
    ("sending_back", "ben's reviewed draft", "login 200 403 200 404", "login 422 403 422 404"),
    ("release_article", "ben's reviewed draft", "login 200 403 200 404", "login 422 403 422 404"),  # never who wrote it
    ("release_article", "ben's public draft", "login 403 403 200 404", "login 403 403 422 404"),  # the team alone
    ("validity", "ben's page in force", "login 404 200 200 404", "login 404 422 422 404"),
    ("ownership", "ben's page in force", "login 404 200 200 404", "login 404 422 422 404"),
    ("withdrawal", "ben's page in force", "login 404 200 200 404", "login 404 422 422 404"),
    ("report_article", "ben's page to read", "login 200 403 200 200", "login 422 403 422 422"),
    ("review_outside", "review of lea", EVERYONE, "422 422 422 422 422"),  # whoever holds the link
    ("review_outside", "review of lea that ended", "410 410 410 410 410", "410 410 410 410 410"),
    ("review_outside", "forged", NOWHERE, NOWHERE),
    ("check_article", "cem's check", EVERYONE, "422 422 422 422 422"),
    ("check_article", "forged", NOWHERE, NOWHERE),
    ("owner_return", "cem's page", EVERYONE, "302 302 302 302 302"),
    ("owner_return", "forged", NOWHERE, NOWHERE),
    ("team_articles", "", TEAM, "login 405 405 405 405"),
    ("confirmation", "ben's", NOT_ALLOWED, "302 302 302 302 302"),
    ("confirmation", "forged", NOT_ALLOWED, NOWHERE),
    ("cancellation", "ben's", NOT_ALLOWED, "302 302 302 302 302"),
    ("cancellation", "forged", NOT_ALLOWED, NOWHERE),
    ("registration_calendar", "ben's", EVERYONE, NOT_ALLOWED),
    ("registration_calendar", "forged", NOWHERE, NOT_ALLOWED),
    ("application", "call", SIGNED_IN, "login 422 422 422 422"),
    ("application", "call for the cohort", "login 403 200 403 403", "login 403 422 403 403"),
    ("application", "seats", "login 404 404 404 404", "login 404 404 404 404"),  # first come, first served
    ("acceptance", "offered", NOT_ALLOWED, "302 302 302 302 302"),
    ("acceptance", "forged", NOT_ALLOWED, NOWHERE),
    ("declining", "offered", NOT_ALLOWED, "302 302 302 302 302"),
    ("declining", "forged", NOT_ALLOWED, NOWHERE),
    ("lots", "call", EVERYONE, NOT_ALLOWED),
    ("lots", "seats", NOWHERE, NOT_ALLOWED),
    ("call", "call", TEAM, TEAM),
    ("call", "seats", TEAM, TEAM),
    ("new_question", "call", TEAM, TEAM),
    ("edit_question", "question", TEAM, TEAM),
    ("new_quota", "call", TEAM, TEAM),
    ("edit_quota", "quota", TEAM, TEAM),
    ("applications", "call", TEAM, "login 405 405 405 405"),
    ("applications", "seats", "login 403 403 404 403", "login 405 405 405 405"),
    ("list_of_applications", "call", TEAM, "login 405 405 405 405"),
    ("decision", "call", "login 405 405 405 405", "login 403 403 404 403"),
    ("proposed_choice", "call", TEAM, "login 403 403 302 403"),
    ("drawing", "call", "login 405 405 405 405", "login 403 403 302 403"),
    ("steering", "seats", TEAM, TEAM),
    ("list_of_seats", "seats", TEAM, "login 405 405 405 405"),
    ("steer_one", "registration", TEAM, TEAM),
    ("search", "", EVERYONE, NOT_ALLOWED),
    ("search_feed", "", EVERYONE, NOT_ALLOWED),
    ("search_feeds", "", SIGNED_IN, SIGNED_IN),
    ("tend_search", "", TEAM, TEAM),
    ("settle_word", "", "login 405 405 405 405", "login 403 403 302 403"),
    ("part_words", "equal words", "login 405 405 405 405", "login 403 403 302 403"),
    ("agenda", "", EVERYONE, NOT_ALLOWED),
    ("public_feed", "", EVERYONE, NOT_ALLOWED),
    ("new_event", "", TEAM, TEAM),
    ("rooms", "", EVERYONE, NOT_ALLOWED),
    ("room", "alle", SIGNED_IN, NOT_ALLOWED),
    ("room", "kreis", BEN, NOT_ALLOWED),  # a circle: not even the team
    ("house_rules", "", EVERYONE, "login 302 302 302 302"),
    ("following", "", SIGNED_IN, "login 302 302 302 302"),
    ("stop_following", "ben's letters", EVERYONE, EVERYONE),  # whoever holds the link
    ("stop_following", "forged", NOWHERE, NOWHERE),
    ("follow_room", "alle", "login 405 405 405 405", "login 302 302 302 302"),
    ("follow_room", "kreis", "login 405 405 405 405", "login 404 302 404 404"),
    ("read_room", "alle", "login 405 405 405 405", "login 302 302 302 302"),
    ("read_room", "kreis", "login 405 405 405 405", "login 404 302 404 404"),
    ("lock_room", "alle", "login 200 403 200 403", "login 422 403 422 403"),
    ("lock_room", "kreis", "login 404 403 200 404", "login 404 403 422 404"),  # the team arranges what it does not read
    ("follow_thread", "ben's thread", "login 405 405 405 405", "login 302 302 302 302"),
    ("follow_thread", "thread of the circle", "login 405 405 405 405", "login 404 302 404 404"),
    ("arrange_rooms", "", TEAM, "login 405 405 405 405"),
    ("new_room", "", TEAM, TEAM),
    ("arrange_room", "room of the circle", TEAM, "login 405 405 405 405"),
    ("edit_room", "room of the circle", TEAM, TEAM),
    ("change_moderators", "room of the circle", "login 405 405 405 405", "login 403 403 422 403"),
    ("change_members", "room of the circle", "login 405 405 405 405", "login 403 403 422 403"),
    ("archive_room", "room of the circle", "login 405 405 405 405", "login 403 403 302 403"),
    ("new_thread", "alle", SIGNED_IN, SIGNED_IN),
    ("new_thread", "kreis", BEN, BEN),
    ("held_post", "alle", SIGNED_IN, "login 405 405 405 405"),
    ("held_post", "kreis", BEN, "login 405 405 405 405"),
    ("thread", "ben's thread", SIGNED_IN, NOT_ALLOWED),
    ("thread", "thread of the circle", BEN, NOT_ALLOWED),
    ("asked", "", SIGNED_IN, "login 404 404 404 404"),  # an act must be named
    ("decline_question", "ben asked", EVERYONE, "302 302 302 302 302"),  # whoever holds the link
    ("decline_question", "forged", NOWHERE, NOWHERE),
    ("decline_question", "answer that helped ben", NOWHERE, NOWHERE),  # of another purpose
    ("pass_on_question", "ben asked", EVERYONE, EVERYONE),
    ("pass_on_question", "forged", NOWHERE, NOWHERE),
    ("helped", "answer that helped ben", EVERYONE, "302 302 302 302 302"),
    ("helped", "forged", NOWHERE, NOWHERE),
    ("helped", "ben asked", NOWHERE, NOWHERE),  # of another purpose
    ("waiting_questions", "", TEAM, "login 405 405 405 405"),
    ("reply", "ben's thread", "login 302 302 302 302", "login 422 422 422 422"),
    ("reply", "thread of the circle", "login 404 302 404 404", "login 404 422 404 404"),
    ("change_post", "ben's post", "login 403 200 403 403", "login 403 200 403 403"),
    ("change_post", "post of the circle", BEN, BEN),
    ("questions", "", EVERYONE, NOT_ALLOWED),
    ("similar_questions", "", SIGNED_IN, "login 405 405 405 405"),
    ("preview", "", "login 405 405 405 405", SIGNED_IN),
    ("attachment", "ben's picture", SIGNED_IN, NOT_ALLOWED),
    ("attachment", "picture of the circle", BEN, NOT_ALLOWED),
    ("remove_attachment", "ben's picture", "login 405 405 405 405", "login 403 302 403 403"),
    ("remove_attachment", "picture of the circle", "login 405 405 405 405", "login 404 302 404 404"),
    # Ada is of the team and reads the room of all: she tends it. Cem moderates there. Nobody but Ben reads the circle.
    ("thread_summary", "ben's thread", "login 200 403 200 403", "login 200 403 200 403"),  # empty: none is wished
    ("thread_summary", "thread of the circle", "login 404 403 404 404", "login 404 403 404 404"),
    ("thread_steering", "ben's thread", "login 405 405 405 405", "login 404 403 403 403"),  # an act must be named
    ("thread_steering", "thread of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("thread_state", "ben's thread", "login 200 200 403 403", "login 200 200 403 403"),
    ("thread_state", "thread of the circle", BEN, BEN),
    ("traces", "ben's thread", "login 200 200 200 403", "login 200 200 200 403"),
    ("traces", "thread of the circle", BEN, BEN),
    ("forget_trace", "ben's trace", "login 405 405 405 405", "login 302 302 302 403"),
    ("forget_trace", "trace of the circle", "login 405 405 405 405", "login 404 302 404 404"),
    ("post_history", "ben's post", SIGNED_IN, NOT_ALLOWED),
    ("post_history", "post of the circle", BEN, NOT_ALLOWED),
    ("useful", "ben's post", "login 405 405 405 405", "login 302 403 302 302"),  # not one's own
    ("useful", "post of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("page_from_talk", "answer of cem", SIGNED_IN, "login 422 422 422 422"),
    ("page_from_talk", "question of the circle", BEN, "login 404 422 404 404"),  # and hears that it needs an answer
    ("consent", "what cem asked and ada answered", "login 200 404 200 404", "login 404 404 404 404"),  # yes or no
    ("consent_by_letter", "ada's consent", EVERYONE, NOWHERE),  # whoever holds the link; yes or no must be said
    ("consent_by_letter", "ben drafts", NOWHERE, NOWHERE),  # he is not asked
    ("consent_by_letter", "forged", NOWHERE, NOWHERE),
    ("consent_by_letter", "answer that helped ben", NOWHERE, NOWHERE),  # of another purpose
    ("acceptance_of_answer", "cem's answer", "login 405 405 405 405", "login 403 302 403 403"),  # whoever asked
    ("acceptance_of_answer", "ben's post", "login 405 405 405 405", "login 403 403 403 403"),  # the question itself
    ("acceptance_of_answer", "post of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("checking_of_post", "ben's post", "login 405 405 405 405", "login 302 403 302 403"),
    ("checking_of_post", "cem's answer", "login 405 405 405 405", "login 403 403 302 403"),  # never one's own
    ("checking_of_post", "post of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("report", "ben's post", "login 200 403 200 200", "login 422 403 422 422"),  # what others wrote
    ("report", "post of the circle", "login 404 403 404 404", "login 404 403 404 404"),
    ("withdraw_post", "ben's post", "login 403 200 403 403", "login 403 302 403 403"),
    ("withdraw_post", "post of the circle", BEN, "login 404 302 404 404"),
    ("moderation", "", SIGNED_IN, "login 405 405 405 405"),
    ("case", "case", "login 404 404 200 404", "login 404 404 422 404"),  # nobody moderates there: the team
    ("case", "case where cem moderates", "login 200 404 404 404", "login 422 404 404 404"),
    ("waiting_post", "waiting", "login 200 404 404 404", "login 200 404 404 404"),  # Cem moderates, and no team
    ("reveal", "ben's voice", "login 200 404 404 404", "login 200 404 404 404"),
    ("own_decisions", "", SIGNED_IN, "login 405 405 405 405"),
    ("own_decision", "decision", BEN, "login 404 422 404 404"),  # the author alone
    ("objection", "ben's objection", EVERYONE, "422 422 422 422 422"),  # whoever holds the link
    ("objection", "forged", NOWHERE, NOWHERE),
    ("workroom", "ben's draft", "login 404 200 200 404", "login 405 405 405 405"),
    ("crisis", "", SIGNED_IN, "login 422 422 422 422"),
    ("crisis_help", "", SIGNED_IN, "login 302 302 302 302"),
    ("event", "public", EVERYONE, NOT_ALLOWED),
    ("event", "members", "404 200 200 200 200", NOT_ALLOWED),
    ("event", "cohort", "404 404 200 200 404", NOT_ALLOWED),
    ("event", "for-the-team", "404 404 404 200 404", NOT_ALLOWED),
    ("event", "draft", "404 404 404 200 404", NOT_ALLOWED),
    ("event_calendar", "public", EVERYONE, NOT_ALLOWED),
    ("event_calendar", "members", "404 200 200 200 200", NOT_ALLOWED),
    ("event_calendar", "cohort", "404 404 200 200 404", NOT_ALLOWED),
    ("event_calendar", "draft", "404 404 404 200 404", NOT_ALLOWED),
    ("event_picture", "public", EVERYONE, NOT_ALLOWED),
    ("event_picture", "members", "404 200 200 200 200", NOT_ALLOWED),
    ("event_picture", "draft", "404 404 404 200 404", NOT_ALLOWED),
    ("event_registration", "public", "302 302 302 302 302", "422 302 302 302 302"),
    ("event_registration", "seats-for-members", "302 302 302 302 302", "403 302 302 302 302"),
    ("event_registration", "cohort", "404 404 302 302 404", "404 404 302 403 404"),
    ("event_registration", "draft", "404 404 404 302 404", "404 404 404 404 404"),
    ("event_cancellation", "public", "302 302 302 302 302", "login 302 302 302 302"),
    ("event_cancellation", "cohort", "404 404 302 302 404", "login 404 302 302 404"),
    ("edit_event", "public", TEAM, TEAM),
    ("edit_event", "draft", TEAM, TEAM),
    ("new_session", "public", TEAM, TEAM),
    ("event_publication", "public", "login 405 405 405 405", "login 403 403 302 403"),
    ("event_publication", "draft", "login 405 405 405 405", "login 403 403 302 403"),
    ("event_calling_off", "public", TEAM, TEAM),
    ("event_discarding", "public", "login 403 403 404 403", "login 403 403 404 403"),
    ("event_discarding", "draft", TEAM, "login 403 403 302 403"),
    ("speakers", "public", TEAM, TEAM),
    ("speakers", "draft", TEAM, TEAM),
    ("edit_speaker", "speaker", TEAM, TEAM),
    ("edit_speaker", "speaker of another event", "login 403 403 404 403", "login 403 403 404 403"),
    ("speaker_link", "speaker", "login 405 405 405 405", "login 403 403 404 403"),  # an act must be named
    ("speaker", "lea's", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("speaker", "withdrawn from lea", "410 410 410 410 410", NOT_ALLOWED),
    ("speaker", "forged", NOWHERE, NOT_ALLOWED),
    ("speaker", "of another purpose", NOWHERE, NOT_ALLOWED),
    ("speaker_consent", "lea's", NOT_ALLOWED, NOWHERE),  # neither yes nor no
    ("speaker_consent", "withdrawn from lea", NOT_ALLOWED, "410 410 410 410 410"),
    ("speaker_consent", "forged", NOT_ALLOWED, NOWHERE),
    ("new_contribution", "lea's", EVERYONE, EVERYONE),
    ("new_contribution", "withdrawn from lea", "410 410 410 410 410", "410 410 410 410 410"),
    ("new_contribution", "forged", NOWHERE, NOWHERE),
    ("contribution", "lea's material", EVERYONE, EVERYONE),
    ("contribution", "material of the team", NOWHERE, NOWHERE),
    ("contribution_withdrawal", "lea's material", EVERYONE, "302 302 302 302 302"),
    ("contribution_withdrawal", "material of the team", NOWHERE, NOWHERE),
    ("event_trainers", "public", TEAM, "login 403 403 404 403"),
    ("event_trainers", "draft", TEAM, "login 403 403 404 403"),
    ("release_trainer", "cem's part", "login 405 405 405 405", "login 403 403 302 403"),
    ("attendance", "led", "login 200 403 403 403", "login 302 403 403 403"),  # its trainer, and no team
    ("attendance", "public", "login 403 403 403 403", "login 403 403 403 403"),
    ("attendance", "draft", "login 404 404 403 404", "login 404 404 403 404"),
    ("meeting_code", "led", "login 200 403 403 403", "login 405 405 405 405"),
    ("check_in", "led", "login 403 200 403 403", "login 403 422 403 403"),  # who is expected
    ("check_in", "cohort", "login 404 403 403 404", "login 404 403 403 404"),
    ("absence", "led", "login 403 200 403 403", "login 403 302 403 403"),
    ("online_room", "led", "login 302 302 302 403", "login 405 405 405 405"),
    ("online_room", "cohort", "login 404 403 404 404", "login 405 405 405 405"),
    ("materials", "led", "login 200 403 200 403", "login 405 405 405 405"),
    ("new_material", "led", "login 200 403 200 403", "login 200 403 200 403"),
    ("material", "led's slides", "404 302 302 302 404", NOT_ALLOWED),  # who comes, who leads, the team
    ("edit_material", "led's slides", "login 200 403 200 403", "login 200 403 200 403"),
    ("remove_material", "led's slides", "login 200 403 200 403", "login 302 403 302 403"),
    ("my_calendar", "", SIGNED_IN, SIGNED_IN),
    ("own_feed", "ben's calendar", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("own_feed", "forged", NOWHERE, NOT_ALLOWED),
    ("my_training", "", SIGNED_IN, "login 405 405 405 405"),
    ("make_up", "missed", "login 405 405 405 405", "login 404 302 404 404"),  # hers alone: Ben is of the cohort
    ("take_back", "made up", "login 405 405 405 405", "login 404 302 404 404"),
    ("new_programme", "", TEAM, TEAM),
    ("edit_programme", "programme", TEAM, TEAM),
    ("discard_programme", "programme", TEAM, "login 403 403 302 403"),
    ("new_block", "programme", TEAM, TEAM),
    ("edit_block", "block", TEAM, TEAM),
    ("discard_block", "block", TEAM, "login 403 403 302 403"),
    ("team_runs", "", TEAM, "login 405 405 405 405"),
    ("new_run", "programme", TEAM, TEAM),
    ("team_run", "run of the team", TEAM, "login 405 405 405 405"),
    ("plan_run", "run of the team", TEAM, TEAM),
    ("edit_run", "run of the team", TEAM, TEAM),
    ("publish_run", "run of the team", TEAM, "login 403 403 302 403"),
    ("discard_run", "run of the team", TEAM, "login 403 403 302 403"),
    ("call_run", "run of the team", TEAM, TEAM),
    ("new_date", "run of the team", TEAM, TEAM),
    ("detach_date", "date to detach", TEAM, "login 403 403 302 403"),
    ("programmes", "", EVERYONE, NOT_ALLOWED),
    ("confirmations", "", SIGNED_IN, "login 405 405 405 405"),
    # Ben's own, and nobody else's: not even the team downloads it.
    ("confirmation_paper", "confirmation", "login 404 200 404 404", "login 405 405 405 405"),
    ("confirmation_badge", "confirmation", "login 404 200 404 404", "login 405 405 405 405"),
    ("renewal", "confirmation", "login 405 405 405 405", "login 404 302 404 404"),
    ("checking", "", EVERYONE, NOT_ALLOWED),
    ("check", "ben's code", EVERYONE, NOT_ALLOWED),  # whoever holds the code
    ("check", "no code", NOWHERE, NOT_ALLOWED),
    ("check_badge", "", NOT_ALLOWED, "422 422 422 422 422"),
    ("revoked_badges", "list", EVERYONE, NOT_ALLOWED),
    ("issuer_keys", "", EVERYONE, NOT_ALLOWED),
    ("run_confirmations", "run alone", TEAM, "login 403 403 302 403"),
    ("revocation", "confirmation", TEAM, "login 403 403 422 403"),
    ("programme", "programme", EVERYONE, NOT_ALLOWED),
    ("run", "run", EVERYONE, NOT_ALLOWED),
    ("run", "run in draft", "404 404 404 200 404", NOT_ALLOWED),
    ("run_guest", "gita's", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("run_guest", "gita's that ended", "410 410 410 410 410", NOT_ALLOWED),
    ("run_guest", "withdrawn from gita", "410 410 410 410 410", NOT_ALLOWED),
    ("run_guest", "of another purpose", NOWHERE, NOT_ALLOWED),
    ("run_guest", "forged", NOWHERE, NOT_ALLOWED),
    ("guest_material", "gita's slides", "302 302 302 302 302", NOT_ALLOWED),
    ("guest_material", "slides of another run", NOWHERE, NOT_ALLOWED),
    ("guest_material", "slides after she was withdrawn", "410 410 410 410 410", NOT_ALLOWED),
    ("run_guests", "run", TEAM, TEAM),
    ("run_guests", "draft run", TEAM, TEAM),
    ("change_guest", "guest", "login 405 405 405 405", "login 403 403 404 403"),  # an act must be named
    ("change_guest", "guest of another run", "login 405 405 405 405", "login 403 403 404 403"),
    ("run_list", "run", TEAM, TEAM),
    ("run_report", "run", TEAM, "login 405 405 405 405"),
    ("run_report_pdf", "run", TEAM, "login 405 405 405 405"),
    ("run_report_table", "run", TEAM, "login 405 405 405 405"),
    ("papers", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),  # Cem leads it
    ("papers", "event of no run", "login 403 403 404 403", "login 405 405 405 405"),
    ("attendance_sheet", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),
    ("name_badges", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),
    ("expected_table", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),
    ("change_pending", "listed", "login 405 405 405 405", "login 403 403 404 403"),
    ("change_pending", "listed in another run", "login 405 405 405 405", "login 403 403 404 403"),
    ("block", "block", EVERYONE, NOT_ALLOWED),
    ("evaluation", "date", "login 404 200 200 404", "login 404 302 302 404"),  # before it opens
    ("evaluation_questions", "date", TEAM, TEAM),
    ("evaluation_table", "date", "login 403 403 404 403", "login 405 405 405 405"),  # there are no results yet
    ("competences", "date", BEN, "login 404 302 404 404"),
    ("my_learning", "run", BEN, "login 405 405 405 405"),
    ("practice_project", "run", BEN, "login 404 302 404 404"),
    ("practice_project_editing", "run", BEN, "login 404 422 404 404"),
    ("practice_project_questions", "run", "login 405 405 405 405", "login 404 302 404 404"),
    ("follow_up", "follow-up", BEN, "login 404 422 404 404"),
    ("practice_project_deletion", "run", BEN, "login 404 302 404 404"),
    ("practice_projects", "run", "login 404 200 200 404", "login 405 405 405 405"),
    ("needs", "programme", TEAM, "login 403 403 422 403"),
    ("articles_feed", "", EVERYONE, NOT_ALLOWED),
    ("article_amb", "public-page", EVERYONE, NOT_ALLOWED),
    ("article_amb", "page-of-members", NOWHERE, NOT_ALLOWED),  # for catalogues: what everybody reads, or nothing
    ("article_amb", "withdrawn-page", NOWHERE, NOT_ALLOWED),
    ("proposals", "programme", "login 404 200 200 404", "login 405 405 405 405"),
    ("proposal", "proposal", TEAM, "login 403 403 422 403"),
    ("suggest_on_page", "section of ben's page", SIGNED_IN, "login 422 422 422 422"),
    ("suggest_on_page", "what is not in ben's page", "login 404 404 404 404", "login 404 404 404 404"),
    ("suggest_in_draft", "section of ben's draft", "login 404 200 200 404", "login 404 422 422 404"),
    ("suggestion", "cem's suggestion", "login 404 200 200 404", "login 404 404 404 404"),  # an act must be named
    ("my_suggestions", "", SIGNED_IN, "login 405 405 405 405"),
    ("take_back_suggestion", "cem's own", "login 405 405 405 405", "login 302 404 404 404"),
    ("remarks_on_page", "section of ben's page", SIGNED_IN, "login 422 422 422 422"),
    ("remarks_on_page", "what is not in ben's page", "login 404 404 404 404", "login 404 404 404 404"),
    ("remarks_in_draft", "section of ben's draft", "login 404 200 200 404", "login 404 422 422 404"),
    ("own_remark", "cem's remark", "login 200 404 404 404", "login 422 404 404 404"),
    ("settle_remark", "cem's remark", "login 405 405 405 405", "login 404 302 302 404"),
    # council papers: hers alone, not even the team's
    ("council_papers", "", SIGNED_IN, "login 405 405 405 405"),
    ("new_paper", "", SIGNED_IN, SIGNED_IN),
    ("council_paper", "ben's paper", BEN, "login 405 405 405 405"),
    ("edit_paper", "ben's paper", BEN, BEN),
    ("copy_paper", "ben's paper", "login 405 405 405 405", "login 404 302 404 404"),
    ("delete_paper", "ben's paper", BEN, "login 404 302 404 404"),
    ("paper_docx", "ben's paper", BEN, "login 405 405 405 405"),
    ("paper_pdf", "ben's paper", BEN, "login 405 405 405 405"),
    ("paper_item", "item of ben's paper", BEN, BEN),
    ("place_item", "item of ben's paper", "login 405 405 405 405", "login 404 302 404 404"),
    ("collect_article", "page for all", SIGNED_IN, SIGNED_IN),
    ("collect_article", "page of the circle", BEN, BEN),
    ("collect_answers", "ben's thread", SIGNED_IN, SIGNED_IN),
    ("collect_answers", "thread of the circle", BEN, BEN),
    ("begin_article", "", SIGNED_IN, "login 422 422 422 422"),
    ("drafts", "", SIGNED_IN, "login 405 405 405 405"),
    ("workroom", "ben's page", WRITES, "login 405 405 405 405"),
    ("new_section", "ben's page", WRITES, "login 404 422 422 404"),
    ("edit_section", "ben's section", WRITES, "login 404 422 422 404"),
    ("move_section", "ben's section", "login 405 405 405 405", NOT_THERE),  # where to must be said
    ("take_out_section", "ben's section", "login 405 405 405 405", "login 404 302 302 404"),
    ("versions", "ben's section", WRITES, NOT_THERE),  # which one to bring back must be said
    ("settle", "ben's rival", WRITES, "login 404 422 422 404"),
    ("facts", "ben's page", WRITES, "login 404 422 422 404"),
    ("authors", "ben's page", WRITES, WRITES),
    ("sources", "ben's page", WRITES, "login 404 422 422 404"),
    ("draft_files", "ben's page", WRITES, "login 404 422 422 404"),
    ("draft_file", "ben's file", WRITES, "login 405 405 405 405"),
    ("change_file", "ben's file", "login 405 405 405 405", "login 404 422 422 404"),
    ("discard_article", "ben's page", WRITES, "login 404 302 302 404"),
    # The PraxisPortal as it is read. Ben wrote all of it; only he holds an office and speaks for a municipality.
    ("articles", "", EVERYONE, NOT_ALLOWED),
    ("article", "public-page", EVERYONE, NOT_ALLOWED),
    ("article", "page-of-members", SIGNED_IN, NOT_ALLOWED),
    ("article", "page-of-the-cohort", BEN, NOT_ALLOWED),
    ("article", "withdrawn-page", EVERYONE, NOT_ALLOWED),  # its reason
    ("article", "no-page", "login 404 404 404 404", NOT_ALLOWED),
    ("releases", "public-page", EVERYONE, NOT_ALLOWED),
    ("releases", "page-of-the-cohort", BEN, NOT_ALLOWED),
    ("releases", "withdrawn-page", "login 404 200 200 404", NOT_ALLOWED),  # only who works on it reads it once more
    ("article_file", "file of public-page", EVERYONE, NOT_ALLOWED),
    ("article_file", "file of page-of-members", SIGNED_IN, NOT_ALLOWED),
    ("article_file", "file of page-of-the-cohort", BEN, NOT_ALLOWED),
    ("article_file", "file of withdrawn-page", "login 404 200 200 404", NOT_ALLOWED),
    ("article_file", "file of the draft", "login 404 200 200 404", NOT_ALLOWED),
    ("adoption", "public-page", SIGNED_IN, "login 422 302 422 422"),
    ("adoption", "page-of-the-cohort", BEN, "login 404 302 404 404"),
    ("adoption", "withdrawn-page", "login 403 403 403 403", "login 403 403 403 403"),
    ("adoption_removal", "adoption of the public page", TEAM, "login 403 403 422 403"),
    ("adoption_removal", "adoption at another page", "login 404 404 404 404", "login 404 404 404 404"),
]


DOORS += [row for room in MORE for row in room.DOORS]


def test_every_address_has_its_rows():
    assert addresses() - {name for name, *_rest in DOORS} == set()
    assert {name for name, *_rest in DOORS} - addresses() == set()


def test_an_address_without_a_row_would_be_found():
    assert "home" in addresses() - {name for name, *_rest in DOORS if name != "home"}


def addresses() -> set[str]:
    return {key for key in get_resolver().reverse_dict if isinstance(key, str)}


@pytest.mark.parametrize("method", ["GET", pytest.param("POST", marks=pytest.mark.long)])
@pytest.mark.parametrize(("name", "about", "get", "post"), DOORS, ids=lambda value: str(value)[:24])
def test_a_door_opens_to_whom_the_rules_say(house, name, about, get, post, method):
    path, answers = house.path(name, about), {"GET": get, "POST": post}[method]
    expected = {who: f"{method} {answer}" for who, answer in zip(CAST, answers.split(), strict=True)}
    assert {who: f"{method} {house.knock(who, method, path)}" for who in CAST} == expected


def test_a_rule_that_forgot_to_ask_would_be_found(house, monkeypatch):
    monkeypatch.setattr("dreiklang.seats.views.registering.may_steer", lambda person: True)
    assert house.knock("cem", "GET", house.path("steering", "seats")) == "200"


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    """One house for all doors; each test opens a savepoint in it, so that none finds what another changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield House()
        transaction.set_rollback(True)


@pytest.fixture
def house(furnished, db):
    return furnished


def _signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


class House:
    def __init__(self):
        self.people = {"ada": ada(password="x"), "ben": ben(password="x"), "cem": cem(password="x")}
        self.people["olga"] = olga(password="x")
        self.cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
        join(self.cohort, self.people["ben"])
        take_office(self.people["ben"], a_municipality(), title="Integrationsbeauftragter")
        self.card = release(self.people["ben"])
        self.cookies = {who: _signed_in(person).cookies.output(header="") for who, person in self.people.items()}
        self._hold_events()
        self._talk()
        self._ask_speakers()
        self.links = self._write_letters()
        bring_pages()
        self._teach()
        self._write_a_page(self.people["ben"])
        self._write_pages()
        a_municipality("Früher", "99115999", is_current=False)
        self.more = {about: keys for room in MORE for about, keys in room.furnish(self).items()}

    def _write_a_page(self, ben):
        self.article = a_draft(ben)
        self.section = self.article.sections.last()
        save_section(self.section, "Vorgehen", "Zuerst fragen.", by=self.people["ada"], seen=1)
        self.rival = save_section(self.section, "Vorgehen", "Erst fragen, dann reden.", by=ben, seen=1)
        self.file = attach(self.article, accept(ContentFile(b"Guten Tag", name="muster.txt")), "Muster", by=ben)

    def _talk(self):
        ben = self.people["ben"]
        agreed(*self.people.values())
        self.thread = a_thread(a_room(slug="alle"), ben)
        self.circle = a_room("Kreis", slug="kreis", readers=self.cohort.token, writers=self.cohort.token)
        self.inner = a_thread(self.circle, ben, title="Wer zahlt?")
        cems = a_thread(self.thread.room, self.people["cem"], title="Wer weiß es?")
        self.asked = cems.asked.get(person=ben).path.split("/")[-2]
        adas = a_reply(cems, self.people["ada"])
        self.helped = helped_path(adas, ben).split("/")[-2]
        self.grown = growing.draft(adas, by=ben, kind="pointer", title="Seite").origin
        a_moderator(self.thread.room, self.people["cem"])
        self.answer = a_reply(self.thread, self.people["cem"])
        self.trace, self.inner_trace = (a_trace(thread) for thread in (self.thread, self.inner))
        self.picture, self.inner_picture = (
            an_attachment(thread.posts.get(number=1)) for thread in (self.thread, self.inner)
        )
        self._moderate(ben)
        self._suggest(ben)

    def _suggest(self, ben):
        """Ben's page is in force, with a proposal and a remark of Cem's; another is a draft."""
        article, draft = an_article(ben, self.people["ada"], readers="public"), a_draft(ben, title="Entwurf")
        section, unread, cem = article.sections.first(), draft.sections.first(), self.people["cem"]
        (one,) = suggest(section, as_written(section), f"{section.source}\n\nUnd mehr.", by=cem, reason="Erfahrung")
        self.feedback = {
            "section of ben's page": {"slug": article.slug, "section": section.pk},
            "what is not in ben's page": {"slug": article.slug, "section": unread.pk},
            "section of ben's draft": {"pk": draft.pk, "section": unread.pk},
            "cem's suggestion": {"pk": article.pk, "suggestion": one.pk},
            "cem's own": {"pk": one.pk},
            "cem's remark": {"pk": remark(section, "Stimmt das?", by=cem, quote=section.source).pk},
        }
        self._collect(ben)

    def _collect(self, ben):
        """A page for all and one of the circle, and Ben's council paper with the first."""
        self.page, self.inner_page = (
            an_article(ben, self.people["ada"], title=title, readers=readers)
            for title, readers in (("Für alle", PUBLIC), ("Für den Kreis", self.cohort.token))
        )
        self.paper = begin_paper({"title": "Sprachmittlung"}, by=ben)
        (self.item,) = collect(self.paper, self.page, by=ben)

    def _moderate(self, ben):
        """Cem looks after a room with approval; Ben wrote there, and once as a voice. Elsewhere nobody moderates."""
        cem, ada = self.people["cem"], self.people["ada"]
        room = a_room("Betreut", slug="betreut", needs_approval=True)
        a_moderator(room, cem)
        self.waiting = a_thread(room, ben, title="Darf ich?").posts.get()
        self.voice = a_thread(room, ben, title="Ohne Namen", line="Integrationsbeauftragte").voices.get()
        self.case = self._report(a_thread(a_room("Ohne"), ben))
        self.cems_case = self._report(self.voice.thread)
        decided = self._report(a_thread(a_room("Entschieden"), ben))
        self.decision = decide_case(decided, what="hint", because="other", reason="Bitte sachlich.", by=ada)

    def _report(self, thread):
        target = target_of(thread.posts.get())
        return report(find([target])[target], kind="other", by=self.people["olga"]).case

    def _hold_events(self):
        plain = {"slug": "public"}, {"slug": "members", "readers": "members", "open_to": "members"}
        cohort = {"slug": "cohort", "readers": self.cohort.token, "open_to": self.cohort.token}
        closed = {"slug": "for-the-team", "readers": "team"}, {"slug": "draft", "state": Event.DRAFT}
        for facts in (*plain, cohort, *closed, {"slug": "seats-for-members", "open_to": "members"}):
            event = an_event(facts["slug"], **facts)
            event.picture.save("bild.webp", ContentFile(b"RIFF"))
        self.seats = Event.objects.get(slug="public").seats
        self.registration = register(self.seats, self.people["ben"])
        self._call_for_applications()

    def _call_for_applications(self):
        self.call, self.cohorts_call = a_call(), a_call(open_to=self.cohort.token)
        self.question, self.quota = a_question(self.call), a_quota(self.call)
        a_question(self.cohorts_call)
        apply(self.call, self.people["ben"], {self.question: "yes"})
        Draw.objects.create(seats=self.call)
        self.offered = an_application(a_call())
        (self.offered,) = decide(
            self.offered.seats, [self.offered], Registration.OFFERED, by=self.people["ada"], reason="Passt."
        )
        self._hold_a_session()

    def _hold_a_session(self):
        """It has just begun, online. Cem leads it, Ben comes."""
        link, now = "https://meet.example/", timezone.now()
        led = an_event("led", slug="led", starts=now, readers="members", open_to="members", link=link)
        register(led.seats, self.people["ben"])
        self.part = a_trainer(led, self.people["cem"])
        self.slides = some_material(led, file=None, url=link)
        self.token = make_address(self.people["ben"])
        self.equal = EqualWords.objects.create(words="Sprachlotse, Sprachmittlerin")

    def _ask_speakers(self):
        event = Event.objects.get(slug="public")
        self.speaker = Speaker.objects.create(event=event, name="Lea", email="lea@example.net", link_key=fresh_id())
        self.bare = Material.objects.create(event=event, kind=Material.LINK, title="Link", url="https://example.org/")
        self.given = Material(
            event=event, kind=Material.LINK, title="Folien", url="https://example.org/", brought_by=self.speaker
        )
        self.given.save()

    def _write_letters(self) -> dict:
        ben = self.people["ben"]
        self.invitation = invite("nele@example.org", by=self.people["ada"])
        self.request = ask_for_access("Ruth", "ruth@example.org", None, "Integrationsbeauftragte")
        return {
            "open": seal(self.invitation.pk, "invitation"),
            "ben's": seal(self.registration.pk, "registration"),
            "offered": seal(self.offered.pk, "registration"),
            "of another purpose": seal(self.registration.pk, "invitation"),
            "lea's": self.speaker.secret,
            "ben asked": self.asked,
            "answer that helped ben": self.helped,
            "ada's consent": self.grown.secret_path(self.people["ada"]).split("/")[-2],
            "ben drafts": self.grown.secret_path(ben).split("/")[-2],
            "withdrawn from lea": seal(fresh_id(), "speaker"),
            "ben's calendar": self.token,
            "ben's objection": seal(self.decision.pk, PURPOSE),
            "ben's block": link_for(self.people["ben"], self.people["cem"]).split("/")[-2],
            "ben's letters": stop_path(self.people["ben"], "thread", self.thread.pk).split("/")[-2],
            "forged": f"{self.registration.pk}~gefälscht",
        }

    def _teach(self):
        self.programme = Programme.objects.create(slug="programm", title="Programm", summary="Worum es geht.")
        blocks = [
            BuildingBlock.objects.create(
                programme=self.programme, slug=slug, letter=letter, title="Baustein", kind="Block", summary="Kurz."
            )
            for letter, slug in (("A", "baustein"), ("B", "zweiter"), ("C", "dritter"))
        ]  # fmt: skip
        self.confirmation = a_confirmation(self.people["ben"])
        self.run = Run.objects.create(programme=self.programme, title="Durchgang", cohort=self.cohort)
        self.draft = self.draft_run = Run.objects.create(programme=self.programme, title="Noch nicht", state=Run.DRAFT)
        other = Run.objects.create(programme=self.programme, title="Nächster")
        BlockDate.objects.create(run=self.run, block=blocks[0], event=Event.objects.get(slug="public"))
        project = PracticeProject.objects.create(run=self.run, person=self.people["ben"], title="Mappe", aim="Ankommen")
        FollowUp.objects.create(project=project, months=3)
        self.proposal = Proposal.objects.create(programme=self.programme, text="Mehr Zeit")
        self.missed, self.instead = (
            an_event(f"Sitzung {run}", readers=self.cohort.token, capacity=None) for run in (self.run, other)
        )
        for run, event in ((self.run, self.missed), (other, self.instead)):
            self.date = BlockDate.objects.create(run=run, block=blocks[1], event=event)
        ben = self.people["ben"]
        self.made_up = MakeUp.objects.create(person=ben, missed=an_event("Versäumt"), instead=self.instead)
        self._invite_guests(blocks[2])

    def _invite_guests(self, block):
        days = {"gita's": 1, "gita's that ended": -1, "withdrawn from gita": 1}
        for about, number in days.items():
            until = timezone.now() + timedelta(days=number)
            self.guest = RunGuest.objects.create(run=self.run, name="Gita", email="gita@example.net", until=until)
            self.links[about] = self.guest.secret
        RunGuest.objects.filter(pk=self.guest.pk).update(withdrawn_at=timezone.now())
        event = an_event("Im Durchgang", slug="in-the-run", readers="team")
        BlockDate.objects.create(run=self.run, block=block, event=event)
        a_trainer(event, self.people["cem"])
        self.of_run = some_material(event, file=None, url="https://example.org/folien")
        self.listed = PendingParticipant.objects.create(run=self.run, name="Nele", email="nele@example.org")

    def _write_pages(self):
        ben, cem, ada = (self.people[who] for who in ("ben", "cem", "ada"))
        self.reviewed, self.public = a_draft(ben), a_draft(ben, title="Für alle", readers="public")
        self.review = [a_review(article, cem) for article in (self.reviewed, self.public)][0]
        outside = {"article": self.reviewed, "name": "Lea", "email": "lea@example.net"}
        lea = Review.objects.create(link_key=fresh_id(), **outside)
        ended = Review.objects.create(link_key=fresh_id(), asked_at=timezone.now() - timedelta(days=31), **outside)
        self.in_force, cems = an_article(ben, ada, title="In Kraft"), an_article(ben, ada, title="Übergeben")
        Article.objects.filter(pk=cems.pk).update(owner=cem)
        check = Check.objects.create(article=self.in_force, person=cem, asked_on=timezone.localdate())
        self.links |= {
            "review of lea": lea.secret, "review of lea that ended": ended.secret,
            "cem's check": check.path.split("/")[-2], "cem's page": return_path(cems, ben, cem).split("/")[-2],
        }  # fmt: skip
        ben, ada = self.people["ben"], self.people["ada"]
        self.draft_page = a_draft(ben)
        self.files = {"the draft": a_page_file(self.draft_page)}
        readers = {"public-page": PUBLIC, "page-of-members": MEMBERS, "page-of-the-cohort": self.cohort.token}
        for slug, token in (readers | {"withdrawn-page": PUBLIC}).items():
            article = a_draft(ben, title=slug, readers=token)
            self.files[slug] = a_page_file(article)
            today = timezone.localdate()
            put_in_force(article, [], by=ada, as_of=today, checked_until=today + timedelta(days=365))
        Article.objects.filter(slug="withdrawn-page").update(state=Article.WITHDRAWN)
        self.adoption = Article.objects.get(slug="public-page").adoptions.create(
            municipality=a_municipality("Nachbarort", "99115998"), on=today
        )

    def path(self, name: str, about: str) -> str:
        return reverse(name, kwargs=self._keys(name, about))

    def _keys(self, name: str, about: str) -> dict:
        if about in self.links:
            return {"token": self.links[about]}
        if about in self.more:
            return self.more[about]
        opaque = {
            "letter": Letter.objects.first, "invitation": lambda: self.invitation, "request": lambda: self.request,
            "seats": lambda: self.seats, "registration": lambda: self.registration, "call": lambda: self.call,
            "call for the cohort": lambda: self.cohorts_call, "question": lambda: self.question,
            "quota": lambda: self.quota, "equal words": lambda: self.equal,
            "cohort alone": lambda: self.cohort,
            "confirmation": lambda: self.confirmation, "run alone": lambda: self.run,
            "ben's thread": lambda: self.thread, "thread of the circle": lambda: self.inner,
            "case": lambda: self.case, "case where cem moderates": lambda: self.cems_case,
            "waiting": lambda: self.waiting, "ben's voice": lambda: self.voice, "decision": lambda: self.decision,
            "room of the circle": lambda: self.circle,
            "ben's paper": lambda: self.paper,
            "ben's draft": lambda: self.draft_page,
            "answer of cem": lambda: self.answer, "question of the circle": lambda: self.inner.posts.get(),
            "what cem asked and ada answered": lambda: self.grown.article,
            "ben's card": lambda: self.card, "nobody's card": Release,
            "ben's reviewed draft": lambda: self.reviewed, "ben's public draft": lambda: self.public,
            "ben's page in force": lambda: self.in_force,
        }  # fmt: skip
        if about in opaque:
            return {"pk": opaque[about]().pk}
        if name == "article_file":
            return {"pk": self.files[about.removeprefix("file of ")].pk}
        special = {
            **self.feedback,
            "adoption of the public page": {"slug": "public-page", "pk": self.adoption.pk},
            "adoption at another page": {"slug": "page-of-members", "pk": self.adoption.pk},
            "ben's membership": {"pk": self.cohort.pk, "membership": self.cohort.memberships.get().pk},
            "ben's post": {"pk": self.thread.pk, "number": 1},
            "item of ben's paper": {"pk": self.paper.pk, "item": self.item.pk},
            "page for all": {"slug": self.page.slug},
            "page of the circle": {"slug": self.inner_page.slug},
            "post of the circle": {"pk": self.inner.pk, "number": 1},
            "cem's answer": {"pk": self.thread.pk, "number": 2},
            "ben's trace": {"pk": self.thread.pk, "trace": self.trace.pk},
            "trace of the circle": {"pk": self.inner.pk, "trace": self.inner_trace.pk},
            "ben's picture": {"pk": self.picture.pk},
            "picture of the circle": {"pk": self.inner_picture.pk},
            "cem's part": {"slug": "led", "pk": self.part.pk},
            "led's slides": {"slug": "led", "pk": self.slides.pk},
            "programme": {"slug": "programm"},
            "run of the team": {"pk": self.run.pk},
            "current": {"key": "99115003"},
            "cem's review": {"pk": self.reviewed.pk, "review": self.review.pk},
            "ben's page to read": {"slug": "in-kraft"},
            "no longer current": {"key": "99115999"},
            "date to detach": {"pk": self.date.run_id, "date": self.date.pk},
            "run in draft": {"slug": "programm", "pk": self.draft.pk},
            "block": {"slug": "programm", "block": "baustein"},
            "ben's code": {"code": self.confirmation.code},
            "no code": {"code": "a" * 26},
            "list": {"number": 0},
            "date": {"slug": "programm", "pk": self.run.pk, "block": "baustein"},
            "follow-up": {"slug": "programm", "pk": self.run.pk, "months": 3},
            "proposal": {"slug": "programm", "pk": self.proposal.pk},
            "missed": {"missed": self.missed.pk, "instead": self.instead.pk},
            "made up": {"pk": self.made_up.pk},
            "run": self._run_at(name, self.run),
            "draft run": self._run_at(name, self.draft_run),
            "guest": {"pk": self.run.pk, "guest": self.guest.pk},
            "guest of another run": {"pk": self.draft_run.pk, "guest": self.guest.pk},
            "gita's slides": {"token": self.links["gita's"], "pk": self.of_run.pk},
            "slides of another run": {"token": self.links["gita's"], "pk": self.slides.pk},
            "slides after she was withdrawn": {"token": self.links["withdrawn from gita"], "pk": self.of_run.pk},
            "date of the run": {"pk": self.of_run.event_id},
            "event of no run": {"pk": Event.objects.get(slug="members").pk},
            "listed": {"pk": self.run.pk, "pending": self.listed.pk},
            "listed in another run": {"pk": self.draft_run.pk, "pending": self.listed.pk},
            "lea's material": {"token": self.links["lea's"], "pk": self.given.pk},
            "material of the team": {"token": self.links["lea's"], "pk": self.bare.pk},
            "speaker": {"slug": "public", "pk": self.speaker.pk},
            "ben's page": {"pk": self.article.pk},
            "ben's section": {"pk": self.article.pk, "section": self.section.pk},
            "ben's rival": {"pk": self.article.pk, "rival": self.rival.pk},
            "ben's file": {"pk": self.article.pk, "file": self.file.pk},
            "speaker of another event": {"slug": "members", "pk": self.speaker.pk},
        }
        return special.get(about) or ({"slug": about} if about else {})

    @staticmethod
    def _run_at(name: str, run: Run) -> dict:
        return {"pk": run.pk} if name.startswith("run_") else {"slug": "programm", "pk": run.pk}

    def knock(self, who: str, method: str, path: str) -> str:
        client = Client()
        client.cookies = SimpleCookie(self.cookies.get(who))  # each knock comes with those of the beginning
        with transaction.atomic():
            answer = client.generic(method, path)
            transaction.set_rollback(True)  # what one of the cast changed is undone before the next stands at the door
        if answer.status_code == 302 and answer.url.startswith(f"{reverse(settings.LOGIN_URL)}?next="):
            return "login"
        return str(answer.status_code)
