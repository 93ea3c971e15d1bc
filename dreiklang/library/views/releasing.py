from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said
from dreiklang.library.actions import releasing
from dreiklang.library.comparison import against_release
from dreiklang.library.forms.living import ReleaseForm
from dreiklang.library.rules import may_release, may_send_back
from dreiklang.library.stages import pitfalls_of, reviews_of
from dreiklang.library.views.finding import find_draft


@login_required
def release_article(request, pk):
    """A second person puts it in force, with what would change before her eyes."""
    found = find_draft(request, pk)
    require(may_release(request.user, found))
    warnings = releasing.warnings(found)
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, article=found, is_warned=bool(warnings)
    )  # fmt: skip
    if form.is_valid():
        try:
            made = releasing.release(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("In Kraft: Fassung %(n)s der Seite.") % {"n": made.number})
            found.refresh_from_db()
            return redirect(found.path)
    return render(
        request, "library/release.html",
        {
            "article": found, "form": form, "warnings": warnings, "parts": against_release(found),
            "reviews": reviews_of(found), "pitfalls": pitfalls_of(found), "will_read": said(found.next_readers),
            "sources": found.sources.all(), "may_send_back": may_send_back(request.user, found),
        },
        status=422 if form.is_bound else 200,
    )  # fmt: skip
