"""The Government, the National Assembly and the central Party bodies issue directives: a kind of their own."""

from django.db import migrations, models

KINDS = [
    ("ubnd_tp", "UBND thành phố"),
    ("ubnd_tinh", "UBND tỉnh (cũ)"),
    ("co_quan_chuyen_mon", "Sở và cơ quan tương đương"),
    ("co_quan_hanh_chinh_khac", "Cơ quan hành chính khác"),
    ("ubnd_phuong", "UBND phường"),
    ("ubnd_xa", "UBND xã"),
    ("ubnd_dac_khu", "UBND đặc khu"),
    ("ubnd_huyen", "UBND cấp huyện (cũ)"),
    ("hdnd", "Hội đồng nhân dân"),
    ("hdnd_ban", "Ban của Hội đồng nhân dân"),
    ("van_phong_hdnd", "Văn phòng Đoàn ĐBQH và HĐND"),
    ("dang_cap_uy", "Cấp ủy Đảng"),
    ("dang_co_quan", "Cơ quan của Đảng"),
    ("dang_bo_truc_thuoc", "Đảng bộ trực thuộc"),
    ("mttq", "Mặt trận Tổ quốc"),
    ("doan_the", "Đoàn thể"),
    ("don_vi_su_nghiep", "Đơn vị sự nghiệp"),
    ("co_quan_nganh_doc", "Cơ quan ngành dọc"),
    ("phong", "Phòng, đơn vị thuộc sở"),
    ("co_quan_trung_uong", "Cơ quan trung ương"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_append_only")]
    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=30, verbose_name="loại"),
        )
    ]
