"""Papers written for the tests: the shapes are those of real ones, the words are our own."""

DIRECTIVE = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 07/CT-UBND
Hải Phòng, ngày 03 tháng 3 năm 2025

CHỈ THỊ
Về việc dọn dẹp kênh mương trước mùa mưa

Năm qua nhiều tuyến kênh bị bồi lấp, một số nơi ngập kéo dài. Thực hiện Công điện số 12/CĐ-TTg ngày 01/02/2025 của
Thủ tướng Chính phủ, Chủ tịch UBND thành phố yêu cầu:

1. Sở Nông nghiệp và Môi trường:
a) Chủ trì, phối hợp với Sở Xây dựng và UBND các xã, phường lập danh mục kênh
cần nạo vét, trình UBND thành phố trước ngày 20/3/2025.
b) Kiểm tra việc đổ rác xuống kênh; báo cáo kết quả định kỳ hằng tháng trước ngày 25.
2. Giao Sở Tài chính bố trí kinh phí trong tháng 4/2025.
3. UBND các xã, phường, đặc khu
- Huy động người dân dọn vệ sinh ven kênh.
- Khuyến khích các hộ trồng cây xanh.
Hoàn thành trước ngày 30/4/2025.
4. Các sở, ban, ngành theo chức năng, nhiệm vụ phối hợp với UBND các xã, phường thực hiện Chỉ thị này./.

Nơi nhận:
- Như mục 4;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Thị Mẫu
"""

PLAN = """UBND TỈNH AN BÌNH
SỞ NỘI VỤ
Số: 15/KH-SNV
An Bình, ngày 10 tháng 02 năm 2026

KẾ HOẠCH
TẬP HUẤN LƯU TRỮ SỐ NĂM 2026

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao kỹ năng lưu trữ cho công chức.
2. Yêu cầu
- Phải tổ chức thiết thực, tiết kiệm.
II. NỘI DUNG THỰC HIỆN
1. Mở lớp tập huấn
- Biên soạn tài liệu tập huấn cho các xã.
- Tổ chức ba lớp tập huấn tại các cụm.
Đơn vị chủ trì: Phòng Quản lý lưu trữ.
Đơn vị phối hợp: Trung tâm Lưu trữ lịch sử; Văn phòng Sở.
Thời gian hoàn thành: Quý II/2026.
2. Giai đoạn 2026 - 2027
- Số hóa hồ sơ đã chỉnh lý.
III. KINH PHÍ
1. Kinh phí lấy từ nguồn chi thường xuyên.

Nơi nhận:
- Lưu: VT.
GIÁM ĐỐC
Trần Văn Thử

PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ
(Kèm theo Kế hoạch số 15/KH-SNV ngày 10/02/2026)
STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn | Sản phẩm
I | CHUẨN BỊ
1 | Khảo sát nhu cầu tập huấn của các xã | Phòng Quản lý lưu trữ | Văn phòng Sở | 15/3/2026 | Báo cáo
2 | Thuê giảng viên có kinh nghiệm | Văn phòng Sở | Phòng Quản lý lưu trữ | Tháng 4/2026 | Hợp đồng
II | THỰC HIỆN
1 | Đánh giá kết quả từng lớp | Phòng Quản lý lưu trữ | nt | Hằng năm | Báo cáo
"""

PARTY = """ĐẢNG BỘ THÀNH PHỐ MẪU
THÀNH ỦY MẪU
*
Số 21-KL/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Thành phố Mẫu, ngày 05 tháng 9 năm 2025

KẾT LUẬN
CỦA BAN THƯỜNG VỤ THÀNH ỦY
về công tác phát triển nhà ở xã hội

Sau khi nghe báo cáo, Ban Thường vụ Thành ủy kết luận như sau:

I- TÌNH HÌNH
1- Thời gian qua việc triển khai còn chậm.
II- NHIỆM VỤ
1- Đảng ủy UBND thành phố lãnh đạo rà soát quỹ đất, hoàn thành trong quý IV/2025.
2- Giao Ban Tuyên giáo và Dân vận Thành ủy chủ trì, phối hợp với Mặt trận Tổ quốc thành phố tuyên truyền sâu rộng.
3- Văn phòng Thành ủy theo dõi, định kỳ 6 tháng báo cáo Ban Thường vụ.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Lê Văn Ví
"""

DECISION = """ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
Số: 99/QĐ-UBND
An Bình, ngày 12 tháng 5 năm 2025

QUYẾT ĐỊNH
Về việc thành lập Tổ công tác rà soát đất công

Căn cứ Luật Đất đai số 31/2024/QH15;
Theo đề nghị của Sở Tài chính.

QUYẾT ĐỊNH:

Điều 1. Thành lập Tổ công tác rà soát đất công trên địa bàn tỉnh.
Điều 2. Giao Sở Tài chính chuẩn bị điều kiện làm việc cho Tổ công tác trong 05 ngày làm việc kể từ ngày ký.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký.
Điều 4. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Tài chính chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 4.
CHỦ TỊCH
Phạm Văn Giả
"""

LETTER = """UBND TỈNH AN BÌNH
Số: 345/UBND-KT
V/v xử lý đèn đường hỏng
An Bình, ngày 02 tháng 6 năm 2025
Kính gửi:
- Sở Xây dựng;
- UBND các phường.

Xét phản ánh của báo chí về đèn đường hỏng, Chủ tịch UBND tỉnh có ý kiến như sau:
Sở Xây dựng chủ trì, phối hợp với UBND các phường kiểm tra, thay thế đèn hỏng, báo cáo trước ngày 10/6/2025./.

Nơi nhận:
- Như trên.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Võ Thị Thí Dụ
"""

ANSWER = """CỤC THUẾ AN BÌNH
Số: 77/CTABI-TTHT
V/v giải đáp chính sách thuế
An Bình, ngày 02 tháng 6 năm 2025
Kính gửi: Công ty Hoa Mẫu

Cục Thuế nhận được công văn số 01/HM ngày 20/5/2025 của Công ty Hoa Mẫu hỏi về
hóa đơn. Cục Thuế có ý kiến như sau:
Trường hợp Công ty bán hàng cho khách lẻ thì lập hóa đơn theo quy định, đề nghị Công ty căn cứ thực tế để thực hiện.
Cục Thuế trả lời để Công ty Hoa Mẫu biết, thực hiện./.

Nơi nhận:
- Như trên.
"""

NEWS = """Chủ tịch UBND thành phố Hải Phòng vừa ký ban hành Chỉ thị số 02/CT-UBND về nhiệm vụ năm 2023.

Năm 2022 kinh tế thành phố tăng trưởng khá.

Lãnh đạo UBND thành phố yêu cầu, trước ngày 15/2/2023, các sở, ngành, đơn vị và địa phương
ban hành chương trình hành động.
"""
