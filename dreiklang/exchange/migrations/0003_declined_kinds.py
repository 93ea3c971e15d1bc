from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever declined circulars goes on to decline circulars."""

    dependencies = [
        ("exchange", "0002_what_was_agreed_at_lunch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("NoCirculars", "Declined"),
        migrations.AddField(
            "declined",
            "kind",
            models.CharField(
                choices=[("circulars", "Rundschreiben"), ("signals", "Briefe zu Signalen")],
                default="circulars", max_length=9,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "declined",
            "person",
            models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            "declined", models.UniqueConstraint(fields=("person", "kind"), name="declined_once")
        ),
    ]  # fmt: skip
