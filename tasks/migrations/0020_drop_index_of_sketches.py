from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0019_instructions_and_handovers")]

    operations = [migrations.RemoveIndex(model_name="tasksketch", name="task_sketch_hashes")]
