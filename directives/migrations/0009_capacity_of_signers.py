"""In what capacity a paper is signed, as its foot prints it above the name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0008_words_of_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="directive",
            name="signer_capacity",
            field=models.CharField(blank=True, max_length=200, verbose_name="quyền hạn, chức vụ của người ký"),
        ),
    ]
