"""Words for the bodies of the administration, as data that a clerk could review: one list, parted by semicolons."""


def words(listed: str) -> tuple[str, ...]:
    """The phrases of a list parted by semicolons, in order, white space folded."""
    return tuple(" ".join(phrase.split()) for phrase in listed.split(";") if phrase.strip())


# First words of the proper name of one body; the first letter is a capital, the others as they come.
BODY_HEADS = words(
    """
    Ủy ban nhân dân; Ủy ban Mặt trận; Ủy ban MTTQ; Ủy ban Trung ương; Ủy ban Dân tộc; Ủy ban Kiểm tra; Ủy ban; UBND;
    UBMTTQ; HĐND; Hội đồng nhân dân; Hội đồng; Bộ Chỉ huy; Bộ Tư lệnh; Bộ CHQS; Ban CHQS; BCH; Bộ; Sở; Ban Quản lý; TT
    Phục vụ; TT PVHCC; TTPVHCC; TT Y tế; TT Văn hóa; TT Dịch vụ; VP HĐND; VP UBND; BTL; BCHQS; BĐBP; UBMTTQVN; MTTQVN;
    UB MTTQ; UB MTTQVN; LĐLĐ; TTYT; Chính phủ; Ban QLDA; BQLDA; BQL; Ban Chỉ đạo; BCĐ; Ban Chỉ huy; Ban Tổ chức; Ban
    Chấp hành; Ban Thường vụ; Ban Cán sự đảng; Ban Giám đốc; Ban Giám hiệu; Ban Bồi thường; Ban Giải phóng mặt bằng;
    Ban Vận động; Ban Nhân dân; Ban Công tác; Ban Công tác đặc biệt; Ban; Văn phòng; Thanh tra; Công an; Cục; Chi cục;
    Tổng cục; Vụ; Viện; Học viện; Phân viện; Đại học; Phân hiệu; Trung tâm; Đài; Báo và Phát thanh; Báo và Đài; Báo;
    Tạp chí; Nhà xuất bản; Đài truyền hình; Đài phát thanh; Đài tiếng nói; Đài khí tượng; Cổng Thông tin; Kho bạc;
    KBNN; Ngân hàng; Bảo hiểm xã hội; BHXH; Bảo hiểm; Thuế; Chi cục Thuế; Đội Thuế; Đài truyền thanh; Hải quan; Cảng
    vụ; Cảng; Thống kê; Công ty; Tổng công ty; Tập đoàn; Doanh nghiệp; Liên minh; Liên hiệp; Liên đoàn; Tổng Liên
    đoàn; Tổng hội; Trung ương Đoàn; Trung ương Hội; Công đoàn; Hiệp hội; Hội; Mặt trận; MTTQ; Tỉnh đoàn; Thành đoàn;
    Huyện đoàn; Quận đoàn; Đoàn Thanh niên; Đoàn TNCS; Đoàn Luật sư; Đoàn Đại biểu Quốc hội; Đoàn ĐBQH; Đoàn kiểm tra;
    Đoàn công tác; Đoàn kiểm toán; Đoàn thanh tra; Đảng đoàn; Tòa án; TAND; Viện kiểm sát; VKSND; Cục Thi hành án;
    Trường; Nhà trường; Bệnh viện; Phòng khám; Trạm Y tế; Phòng; Hạt; Trạm; Đội; Đồn; Cảnh sát; Cơ quan điều tra; Thi
    hành án dân sự; Bộ phận Một cửa; Bộ phận Tiếp nhận; Tổ công nghệ số cộng đồng; Tổ bảo vệ an ninh; Tổ bầu cử; Tổ
    hòa giải; Tổ; Chi nhánh; Xí nghiệp; Nhà máy; Hợp tác xã; Vùng Cảnh sát biển; Tổ công tác; Tổ công tác đặc biệt; Tổ
    giúp việc; Tổ đảng; Quốc hội; Hạt Kiểm lâm; Đảng ủy; Thành ủy; Tỉnh ủy; Huyện ủy; Quận ủy; Thị ủy; Đảng bộ; Chi
    bộ; Văn phòng Chính phủ; Thông tấn xã; Kiểm toán nhà nước; Bưu điện; Viễn thông; Điện lực; Nhà đầu tư; Nhà thầu;
    Chủ đầu tư; Thường trực; Cơ quan; Đơn vị; Quỹ; Quân khu; Quân chủng; Quân đoàn; Binh đoàn; Lữ đoàn; Sư đoàn; Trung
    đoàn; Bộ đội; Quân đội; Biên phòng; Quân sự; Kiểm lâm; Dân quân; Lực lượng; Vườn quốc gia; Khu bảo tồn; Bảo tàng;
    Thư viện; Nhà hát; Cung Văn hóa; Nhà Văn hóa; Khu di tích; Đại sứ quán; Tổng Lãnh sự quán; Trại giam; Trại tạm
    giam; Trụ sở Tiếp công dân; Thành phố; Tỉnh; Khối; Cụm; NSMO; EVNNPT; MobiFone; Petrolimex; VETC; ACV; EVN; VEC;
    VNPT; Viettel; PVN; TKV; VCCI; EVNNPT; Khu Quản lý; Tổ kiểm tra; Ngành; Chi hội; Hải đội; Toà án; Vietnam
    Airlines; Hội đồng phối hợp phổ biến, giáo dục pháp luật; Tổ bảo vệ an ninh, trật tự; Đoàn trường; Đoàn xã; Đoàn
    phường; Liên đội; Bộ phận chuyên môn; Bộ phận Tài chính; Bộ phận Kế toán; Bộ phận Địa chính; Bộ phận Văn hóa; Bộ
    phận Văn phòng; Bộ phận Tư pháp; Huyện; Quận; Thị xã; Thị trấn; Xã; Phường; Đặc khu; TP; TX; CATP; CA tỉnh; CA TP;
    CA thành phố; CA huyện; CA xã; CA phường; CA các; UBNDTP; VPUBND; VP Thành ủy; VP Tỉnh ủy; VP Đảng ủy; VP Đoàn; VP
    Sở; UBKT; BTC; BTV; BNC; BTG; BTGDV; BDV; TT HĐND; TT Thành ủy; TT Tỉnh ủy; TT Đảng ủy; TT Báo chí; THADS; HND;
    NHNN; Đoàn TN; ĐTN; SYT; SNV; STC; SXD; SCT; STP; SKHCN; SKH&CN; SNNMT; SNN&MT; SGDĐT; SGD&ĐT; SVHTTDL; SVHTT;
    SNgV; STTTT; SKHĐT; STNMT; SGTVT
    """
)
# Heads that are written small as well, where a proper part follows (`bệnh viện Việt Tiệp`, `sở Tài chính`).
SMALL_HEADS = words(
    """
    bệnh viện; trường; trung tâm; công ty; tổng công ty; tập đoàn; ngân hàng; học viện; văn phòng; ủy ban nhân dân;
    hội đồng nhân dân; ban quản lý; ban chỉ đạo; công an; chi cục; liên danh; nhà thầu; sở; bộ; cục; ban; phòng; đảng
    ủy; ngành
    """
)
# Common nouns for kinds of bodies: members of a group such as `các sở, ban, ngành`.
GROUP_NOUNS = words(
    """
    ban quản lý dự án; ban quản lý; ban, ngành; bộ; sở; ban; ngành; cơ quan ngang bộ; cơ quan thuộc Chính phủ; cơ
    quan chuyên môn; cơ quan chức năng; cơ quan báo chí; cơ quan truyền thông; cơ quan chủ quản; cơ quan thông tấn;
    cơ quan; đơn vị; địa phương; đoàn thể; hội đoàn thể; hội; hiệp hội; tổ chức chính trị - xã hội; tổ chức đảng; tổ
    chức; cá nhân; cấp ủy; cấp ủy đảng; cấp; chính quyền địa phương; chính quyền; lực lượng; doanh nghiệp; chủ đầu
    tư; nhà đầu tư; nhà thầu thi công; nhà thầu; chủ rừng; đơn vị chủ rừng; thành viên; tập đoàn; tổng công ty; công
    ty; trường; viện; trung tâm; cơ sở giáo dục; cơ sở y tế; cơ sở; tỉnh; thành phố; huyện; quận; thị xã; thị trấn;
    xã; phường; đặc khu; phòng; viện nghiên cứu; trường đại học; nhà khoa học; ngân hàng; tổ chức tín dụng; cán bộ;
    công chức; viên chức; đảng ủy; đảng bộ; chi bộ; thôn; tổ dân phố; khu dân cư; đại biểu; tổ đại biểu; người lao
    động; công nhân; chủ thể; cộng đồng; người dân; hợp tác xã; UBND; Ủy ban nhân dân; HĐND; buôn; bản; ấp; khóm;
    xóm; khu phố; đại học; trường cao đẳng; cơ quan điều tra; toàn ngành; cơ sở sản xuất, kinh doanh; cơ sở kinh
    doanh, dịch vụ; chủ đập; chủ đập, hồ chứa; chủ đập, chủ hồ chứa; nhà xuất bản; thuyền
    trưởng; thuyền viên; khu kinh tế; khu chế xuất; ban xây dựng Đảng; trường đại học, cao đẳng; doanh nghiệp bưu
    chính, viễn thông; thôn, khu; thôn, bản; chủ tàu cá; chủ lồng bè; khoa; mầm non; tiểu học; trung học
    cơ sở; trung học phổ thông; phổ thông; giáo dục thường xuyên; cao đẳng; trung cấp; chợ; trung
    tâm thương mại; siêu thị; nhà hàng; cảng; bến; bến thủy nội địa; cụm công nghiệp; tổ công nghệ số cộng đồng; điểm
    du lịch; khu du lịch; nhà ga; cảng cá
    """
)
# More kinds of bodies and of people who can be charged with something.
ACTOR_NOUNS = words(
    """
    kế toán; giáo viên chủ nhiệm; giáo viên bộ môn; nhân viên y tế; tổng phụ trách đội; cấp xã; cấp huyện; huyện ủy;
    thị ủy; thành ủy; tỉnh ủy; quận ủy; đảng ủy xã; đảng ủy cấp trên; đảng ủy cơ sở; MTTQ; ban cán sự đảng; ban chấp
    hành; ban chỉ đạo; ban chỉ huy; ban thường vụ; ban vận động; ban tổ chức; bệnh viện; trạm y tế; trung tâm y tế;
    phòng chuyên môn; phòng khám; phòng giáo dục; phòng nghiệp vụ; cục; vụ; chi cục; tổng cục; học viện; cơ sở giáo
    dục đại học; cơ sở đào tạo; cơ sở khám bệnh, chữa bệnh; cơ sở sản xuất; cơ sở kinh doanh; cơ sở lưu trú; trường
    học; nhà trường; trường phổ thông; đoàn thanh tra, kiểm tra; đoàn thanh tra; đoàn giám sát; đoàn kiểm tra; đoàn
    công tác; tổ công tác; tổ kiểm tra; tổ giúp việc; tổ chức chính trị xã hội; tổ chức thành viên; hội quần chúng;
    hội nghề nghiệp; đảng đoàn; chi nhánh; chi đoàn; đội; trạm; đồn biên phòng; đồn; hạt; hạt kiểm lâm; cảng vụ; công
    đoàn; đoàn thanh niên; công an; quân sự; biên phòng; kho bạc; bảo hiểm xã hội; điện lực; báo; đài; cơ quan báo,
    đài; khối; cụm; cụm thi đua; hộ gia đình; hộ kinh doanh; hộ dân; chủ phương tiện; chủ các phương tiện; chủ tàu;
    người chăn nuôi; hộ chăn nuôi; người nuôi; chủ vật nuôi; KCN; CCN; KCX; thương nhân; thương nhân đầu mối; thương
    nhân phân phối; chủ dự án; chủ doanh nghiệp; chủ cơ sở; chủ hồ; chủ hồ chứa; chủ quản; người sử dụng lao động; nhà
    mạng; doanh nghiệp viễn thông; đơn vị tư vấn; tư vấn giám sát; đơn vị sự nghiệp; thành viên ban chỉ đạo; ủy viên;
    đảng viên; đoàn viên; hội viên; chuyên viên; hợp tác xã nông nghiệp; liên danh; đầu mối; tổ trưởng; trưởng thôn;
    bí thư chi bộ; phòng ban; phòng, ban; vườn quốc gia; khu bảo tồn; tòa án; viện kiểm sát; mặt trận; mặt trận tổ
    quốc; ban quản lý chợ; quản lý thị trường; hãng; hãng hàng không; hãng tàu; nhà xe; bến xe; khách sạn; thủ trưởng;
    cơ quan, đơn vị; sở ngành; ông (bà) có tên; ông, bà có tên; ông (bà); thành viên có tên; xã phường; vùng; hải đảo;
    biên giới; khu công nghiệp; nhà máy; quỹ; bộ phận; quân đội; quân khu; quân đoàn; quân chủng
    """
)
# A group followed by such a word is none (`ban hành`, `cấp phép`).
NOT_GROUPS = words(
    """
    ban hành; ban bố; cấp phép; cấp bách; cấp thiết; cấp cứu; cấp nước; cấp phát; cấp giấy; cấp kinh phí; cấp đổi;
    cấp mới; cấp bù; bộ máy; bộ tiêu chí; bộ chỉ số; bộ luật; bộ mặt; bộ thủ tục; sở hữu; sở thích; cơ sở
    dữ liệu; cơ sở hạ tầng; cơ sở vật chất; cơ sở pháp lý; cơ sở nhà; cơ sở thực tiễn; phòng, chống; phòng chống;
    phòng ngừa; phòng cháy; phòng bệnh; phòng dịch; báo cáo; báo động; hội nghị; hội thảo; hội nhập; hội họp; hội
    chợ; hội thi; vụ việc; vụ án; vụ mùa; vụ đông; quỹ đất; quỹ nhà; tổ chức thực hiện; đội ngũ; đội hình; trường
    hợp; trạm bơm; trạm biến áp; trạm thu; khối lượng; ngành nghề; viện phí; viện trợ; cụm từ; quỹ
    lương; vùng trồng; thành phố thông minh; công an toàn; cục bộ; khu công nghiệp công nghệ; báo chí số; buôn bán;
    buôn lậu; bản đồ; bản vẽ; bản sao; bản án; bản tin; bản quyền; bản cam kết; bản ghi; bản chất; bản mẫu; bản kê;
    bản thân; bản sắc; bản làng; cấp ủy viên; đảng ủy viên; thôn tính; xóm giềng; ấp ủ; khoa học; khoa giáo
    """
)
# Titles of heads: the task is their body's.
HEAD_TITLES = words(
    """
    PCT; PBT; PGĐ; GĐ;
    người đứng đầu; thủ trưởng, người đứng đầu; chủ tịch hội đồng thành viên; chủ tịch hội đồng quản trị; chủ tịch
    hđtv; chủ tịch kiêm tổng giám đốc; phó tổng giám đốc; tổng giám đốc; tổng biên tập; phó giám đốc; giám đốc; thủ
    trưởng; thứ trưởng; phó chủ tịch; chủ tịch; bí thư; phó bí thư; chánh; phó chánh; chỉ huy trưởng; tư lệnh; cục
    trưởng; chi cục trưởng; tổng cục trưởng; vụ trưởng; viện trưởng; hiệu trưởng; trưởng; thống đốc; tổng thanh tra;
    lãnh đạo; đồng chí; đ/c; tập thể lãnh đạo; phó trưởng; phó cục trưởng; phụ trách; chánh án; đội trưởng; trạm trưởng;
    hạt trưởng; đồn trưởng; tổng giám đốc, giám đốc; chính ủy; chính trị viên; chủ nhiệm; phó chủ nhiệm; tổng kiểm
    toán; người phát ngôn; ông (bà); ông; bà; chủ tịch công đoàn; ban giám đốc; hội đồng quản trị
    """
)
# Names that hold a comma: one body, not two.
COMMA_NAMES = words(
    """
    Văn hóa, Thể thao và Du lịch; Văn hóa, Thể thao, Du lịch; Văn hóa, Gia đình; Báo và Phát thanh, Truyền hình; Báo
    và phát thanh, truyền hình; Phát thanh, Truyền hình; Phát thanh, truyền hình; Đầu tư, Xây dựng; Lao động, Thương
    binh và Xã hội; Phòng, chống; Chính sách, Thuế; Khám, chữa bệnh; chuyên ngành, khu vực; thủy lợi, thủy điện; Chính
    sách, chiến lược; PCTT, TKCN và PTDS; Kế hoạch, Tài chính; Chính trị, tư tưởng; Chính trị, Tư tưởng; Xúc tiến đầu
    tư, thương mại và du lịch; Xúc tiến đầu tư, thương mại, du lịch; Xúc tiến Đầu tư, Thương mại và Du lịch; Quản lý,
    bảo trì; thuốc, mỹ phẩm, thực phẩm; Nuôi dưỡng, điều dưỡng; Giám định, bảo hiểm; Tổ chức, Hành chính; PCTT và
    TKCN, PTDS; PCTT, TKCN; thủy điện, thủy lợi; Ứng phó sự cố, Thiên tai và Tìm kiếm Cứu nạn; Ứng phó sự cố, thiên
    tai và tìm kiếm cứu nạn; Phòng cháy, chữa cháy; Văn phòng HĐND và UBND; Văn phòng Hội đồng nhân dân và Ủy ban nhân
    dân; Văn phòng Đoàn ĐBQH và HĐND; Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân
    """
)
# Parts of names of units that hold a verb of duty.
NAME_COMPOUNDS = words(
    """
    nghiên cứu phát triển; nghiên cứu và phát triển; đầu tư phát triển; hỗ trợ phát triển; quỹ đầu tư; dịch vụ việc
    làm; giới thiệu việc làm; phục vụ hành chính công; kiểm soát bệnh tật; kiểm soát thủ tục hành chính; đăng ký đất
    đai; phát triển quỹ đất; xúc tiến đầu tư; đầu tư xây dựng; quản lý dự án; quản lý thị trường; quản lý khu kinh tế;
    giáo dục và đào tạo; giáo dục thường xuyên; quản lý giáo dục; cảnh sát điều tra; an ninh điều tra; dịch vụ tổng
    hợp; dịch vụ sự nghiệp; bầu cử; phòng, chống thiên tai; tìm kiếm cứu nạn; ứng phó sự cố; thi hành án; bảo vệ môi
    trường; bảo vệ thực vật; hợp tác xã; giao thông; giao dịch; việc làm; khai thác công trình thủy lợi; quản lý, khai
    thác; quản lý, vận hành; quản lý vận hành; tổ công tác; đoàn công tác; điều hành thông minh; giám sát, điều hành;
    tư vấn phát triển; đấu giá tài sản; trợ giúp pháp lý; phát triển cụm công nghiệp; chất lượng công trình xây dựng;
    phát triển hạ tầng; hỗ trợ nông dân; hỗ trợ doanh nghiệp; bảo trì đường bộ; nuôi dưỡng, điều dưỡng; cai nghiện ma
    túy
    """
)
# Words that stay with the name though they would end it.
NAME_TAILS = words(
    """
    còn lại;
    có liên quan; có thẩm quyền; có tên tại điều 1; có tên tại điều 2;
    có tên trong danh sách; có tên trong danh sách kèm theo; có tên tại phụ lục; có tên
    tại danh sách; có tên nêu trên; có tên trên; liên quan; chịu sự giám sát; chịu sự kiểm tra; chịu sự quản lý; là
    tổ chức; tại địa bàn; tham mưu, giúp việc; tham mưu giúp việc;
    trong cả nước; trên cả nước; trong toàn quốc; trên toàn quốc; trong toàn tỉnh; trong tỉnh; trên toàn tỉnh; trong
    toàn thành phố; trên toàn thành phố
    """
)
# Words that look like a head but go on with a small word (`Tổ` in `Tổ chức`).
NOT_PROPER = words(
    """
    Tổ chức; Khối lượng; Cụm từ; Cảng biển; Quỹ đạo; Đội ngũ; Hội nghị; Tổ hợp; Đồn điền; Trường phái; Thuế quan
    """
)
# Provinces, old and new: where a name ends with one of them it is complete.
PLACES = words(
    """
    Việt Nam; Trung ương; Hà Nội; Hồ Chí Minh; Hải Phòng; Đà Nẵng; Cần Thơ; Huế; Thừa Thiên Huế; An Giang; Bà Rịa -
    Vũng Tàu; Bạc Liêu; Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre; Bình Dương; Bình Định; Bình Phước; Bình Thuận; Cà Mau;
    Cao Bằng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai; Hà Giang; Hà Nam; Hà Tĩnh; Hải Dương; Hậu
    Giang; Hòa Bình; Hưng Yên; Khánh Hòa; Kiên Giang; Kon Tum; Lai Châu; Lạng Sơn; Lào Cai; Lâm Đồng; Long An; Nam
    Định; Nghệ An; Ninh Bình; Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị;
    Sóc Trăng; Sơn La; Tây Ninh; Thái Bình; Thái Nguyên; Thanh Hóa; Tiền Giang; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh
    Phúc; Yên Bái
    """
)
# Words that only begin like a word that ends a name (`hàng không` like `hàng`, hằng).
WHOLE_WORDS = words(
    """
    hàng không; hàng hải; hàng hóa; hàng giả; cử tri; cử nhân; giao thông; giao dịch; giao lưu; công trình; chương
    trình; quy trình; tiến trình; làm việc nhóm; việc làm; trình độ; trong nước; ngoài nước; có thu; tại chỗ; cùng
    cấp; về hưu; theo dõi khí tượng
    """
)
# Nouns whose second half alone would end a name.
WORD_PAIRS = words(
    """
    ngân hàng; ngành hàng; khách hàng; cửa hàng; nhà hàng; mặt hàng; đơn hàng; bán hàng; giao hàng; công lập; dân lập;
    trường tư lập; độc lập; sáng lập; tiền gửi; đường về; ngoại giao; hậu cần; nhập cảnh; sáng tạo; cải tạo; đầu tư;
    viễn thông; truyền thông; lưu thông; phổ thông
    """
)
# Cities under the central government: all other places of that level are provinces.
CITIES = words(
    """
    Hà Nội; Hồ Chí Minh; Hải Phòng; Đà Nẵng; Cần Thơ; Huế
    """
)
# A head followed by such a word is no body at all.
NOT_HEADS = words(
    """
    Ban hành; Báo cáo; Báo động; Trường hợp; Phòng, chống; Phòng chống; Phòng ngừa; Hội nghị; Hội thảo; Hội nhập; Hội
    họp; Bộ máy; Bộ phận; Bộ mặt; Bộ luật; Bộ Luật; Bộ tiêu chí; Bộ chỉ số; Vụ việc; Vụ án; Quỹ đất; Thuế giá; Thuế
    thu; Thuế suất; Sở hữu; Viện trợ; Thống kê số; Thống kê,; Thanh tra,; Thanh tra việc; Ban đầu; Cục bộ; Đài thọ;
    Hội tụ; Công an toàn
    """
)
# Words that end the name of a body in running text: verbs of duty, adverbs, prepositions (small letters only).
STOP_WORDS = words(
    """
    lấy mẫu; lấy ý kiến; lấy;
    sinh hoạt chuyên đề; sinh hoạt thường kỳ;
    cơ bản thống nhất; cơ bản đồng ý; cơ bản nhất trí; cơ bản hoàn thành;
    chủ trì; chủ động; lãnh đạo; xin; phát động; tôn vinh; khẩn cấp; giúp; thay mặt; phối hợp; tham mưu; rà soát; xây
    dựng; hướng dẫn; tổ chức; tiếp tục; khẩn trương; theo; có; chịu; chỉ đạo; báo cáo; thực hiện; triển khai; tăng
    cường; đẩy mạnh; đẩy nhanh; nghiên cứu; kiểm tra; giám sát; theo dõi; đôn đốc; tổng hợp; trình; đề xuất; ban hành;
    hoàn thành; hoàn thiện; căn cứ; trên cơ sở; tập trung; kịp thời; thường xuyên; định kỳ; cần; phải; nghiêm túc; bố
    trí; cân đối; tiếp thu; phát huy; quyết liệt; huy động; hỗ trợ; bảo đảm; đảm bảo; nâng cao; cung cấp; cập nhật; xử
    lý; giải quyết; tuyên truyền; vận động; phổ biến; quán triệt; tham gia; thẩm định; phê duyệt; quyết định; chuẩn bị;
    lập; giao; phân công; đăng ký; gửi; làm; là; được; để; trước; trong; từ; tại; khi; nếu; nhằm; thông qua; xem xét; đề
    nghị; yêu cầu; kiến nghị; đánh giá; sử dụng; quản lý; vận hành; duy trì; kiện toàn; ưu tiên; tạo điều kiện; tạo
    thuận lợi; tạo chuyển biến; tạo môi trường; tích cực; sớm; ngay; trực tiếp; đồng thời; với; về; vào; đã; đang; sẽ;
    không; xuất cấp; xác định; công bố; công khai; thông báo; phản ánh; phát hiện; ngăn chặn; đấu tranh; khắc phục; khôi
    phục; thu hút; thu hồi; mở rộng; phát triển; nhanh chóng; chấp hành; đổi mới; khai thác; ký; thẩm tra; xác nhận; góp
    ý; lấy ý kiến; chia sẻ; kết nối; tính toán; đầu tư; mua sắm; đào tạo; bồi dưỡng; tập huấn; đưa; đăng tải; cấp phép;
    cấp kinh phí; chi trả; tiến hành; làm việc; đàm phán; tranh thủ; tận dụng; quan tâm; lưu ý; chú trọng; rút kinh
    nghiệm; khen thưởng; động viên; thành lập; bổ sung; sửa đổi; điều chỉnh; bãi bỏ; thay thế; công nhận; lựa chọn; bàn
    giao; tiếp nhận; vận chuyển; điều tra; truy tố; xét xử; tuần tra; kiểm soát; ứng dụng; số hóa; chuyển đổi; thúc đẩy;
    khuyến khích; hình thành; bám sát; nắm chắc; nắm bắt; chuẩn hóa; đối với; do; mà; nhất là; đặc biệt; cụ thể; gồm;
    bao gồm; như; sau; trên tinh thần; thống nhất; thống kê; mời; phân bổ; phân loại; phân luồng; nỗ lực; quyết tâm; nêu
    cao; siết chặt; chấn chỉnh; kiên quyết; tuyệt đối; hạn chế; nhân rộng; lồng ghép; hằng; hàng; nhìn nhận; dự báo;
    cảnh báo; tháo gỡ; đầu mối; thẩm quyền; đóng góp; ý kiến; bổ nhiệm; sắp xếp; kêu gọi; bảo vệ; chậm nhất; muộn nhất;
    trễ nhất; đến hết; đến ngày; đề ra; thi hành; thông tin đến; cùng; cho; thanh tra việc; thanh tra, kiểm tra; quy
    định; hợp tác; còn; cũng; vẫn; hoạt động; liên hệ; trao đổi; thiết lập; khảo sát; thu thập; lắp đặt; sản xuất; tiêu
    thụ; kinh doanh; truyền thông; truyền hình trực tiếp; quảng bá; xúc tiến; cải cách; cải thiện; giảm; tăng; tiết
    kiệm; chống; phòng, chống; phòng chống; đấu thầu; giải ngân; thanh toán; quyết toán; tạm ứng; tạm dừng; dừng; đình
    chỉ; cưỡng chế; xử phạt; kỷ luật; nhắc nhở; phê bình; biểu dương; tổng kết; củng cố; đồng bộ; chăm lo; khơi dậy; đột
    phá; tăng tốc; định hình; giữ gìn; phân tích; sơ tán; gia cố; nạo vét; thu gom; soạn thảo; biên soạn; giải trình; kê
    khai; niêm yết; trả lời; sơ kết; nhân dịp; rút ngắn; đơn giản hóa; cắt giảm; công tác; trong đó; trang bị; cử; mở
    lớp; giữ vững; vừa ban hành; vừa có; vừa ký; vừa ra; vừa yêu cầu; vừa đề nghị; vừa gửi; mới ban hành; mới có; ghi
    nhận; nhất trí; đồng ý; hoan nghênh
    """
)

# Fields of ministries, departments and offices, today's and those merged in 2025 (Sở Tài chính, Phòng Nội vụ).
FIELDS = words(
    """
    Tài chính; Công Thương; Nội vụ; Tư pháp; Y tế; Xây dựng; Nông nghiệp và Môi trường; Giáo dục và Đào tạo; Khoa học
    và Công nghệ; Văn hóa, Thể thao và Du lịch; Văn hóa và Thể thao; Ngoại vụ; Du lịch; Dân tộc và Tôn giáo; Quốc
    phòng; Ngoại giao; Công an; Kế hoạch và Đầu tư; Giao thông vận tải; Tài nguyên và Môi trường; Lao động - Thương
    binh và Xã hội; Thông tin và Truyền thông; Nông nghiệp và Phát triển nông thôn; Quy hoạch - Kiến trúc; Dân tộc; An
    toàn thực phẩm; Tài chính - Kế hoạch; Quản lý đô thị; Y tế và Xã hội; Văn hóa - Thông tin; Thanh tra; Lao động,
    Thương binh và Xã hội; Tư pháp - Hộ tịch; Nông nghiệp; Giáo dục; Kinh tế, Hạ tầng và Đô thị; Thể thao và Du lịch;
    Tài nguyên - Môi trường; Phát triển nông thôn; Tổ chức cán bộ; Pháp chế; Kế hoạch - Tài chính; Hợp tác quốc tế;
    Tuyên giáo; Tuyên giáo và Dân vận; Dân vận; Nội chính; Tổ chức; Kiểm tra; Chính sách và Chiến lược; Văn phòng -
    Thống kê; Quản lý đô thị và Môi trường; Kinh tế; Kinh tế - Hạ tầng; Văn hóa - Xã hội; Văn hóa và Thông tin; Kế hoạch
    tổng hợp; Hành chính tổng hợp; Hành chính quản trị; Tổ chức hành chính; Tổ chức hành chính quản trị; Quản lý đào
    tạo; Quản lý đào tạo sau đại học; Đăng ký kinh doanh; Đăng ký kinh doanh và Tài chính doanh nghiệp; Kiểm tra nội bộ;
    Theo dõi thi hành pháp luật; Giám sát đầu tư; Kiểm soát thủ tục hành chính; Cảnh sát quản lý hành chính về trật tự
    xã hội; Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ; Cảnh sát điều tra tội phạm về trật tự xã hội; Cảnh sát
    điều tra tội phạm về ma túy; Cảnh sát điều tra tội phạm về tham nhũng, kinh tế, buôn lậu; Cảnh sát thi hành án hình
    sự và hỗ trợ tư pháp; Công tác Đảng và công tác chính trị; Người có công; Tổ chức bộ máy; Xây dựng chính quyền; Giáo
    dục nghề nghiệp; Kinh tế ngành; Kế hoạch đầu tư
    """
)
# Verbs of duty that are rarer than the stop words: they too open an instruction and end a name.
DUTY_VERBS = words(
    """
    kẻ lại; sơn lại; thanh tra trách nhiệm; thanh tra đột xuất; thanh tra toàn diện; thanh tra chuyên đề;
    tuân thủ; biên tập; chứng thực; định giá; khánh thành; miễn giảm; tái lập; tập hợp; thanh lý; thanh quyết toán;
    tìm kiếm; trích xuất; ủng hộ; dán niêm phong; thả cá; thắp hương; tu sửa; vớt rác; vớt bèo; xả nước; xuất bản; cứu
    hộ; di chuyển; đóng điện; cắt điện; nhân bản; nâng hạng; tinh giản; tinh gọn; khai trương; bảo lãnh; bù đắp; hạch
    toán; hiến máu; sàng lọc; tố giác; truy xuất; xếp hạng; xếp loại; trao tặng; trao quà; tặng quà; đặt hàng; đặt
    biển; nhận bàn giao; rút ngắn; giữ vững; giữ nguyên; chuyển kinh phí; chuyển tiền; chuyển danh sách; ghép
    hộ; chọn cử; cấm biển;
    xét công nhận; xét tặng; xét duyệt; xét chọn;
    trồng; gieo cấy; gieo trồng; thu hoạch; bổ trợ; canh trực; nắm tình hình; rút gọn; ghi chép; lưu trữ; lưu giữ;
    cất giữ; cảnh giới; khai báo; khoanh nợ; tạm ngừng; chuyển hướng; đáp ứng; khơi thông; khuyến cáo; khuyến nghị;
    lấy mẫu; đo đếm; quan trắc; giới thiệu; gỡ bỏ; lắng nghe; đối thoại; tiếp dân; chủ quan; tự giác; gương mẫu; đi
    đầu; tiên phong; xung kích; đảm nhận; đảm nhiệm; đảm trách; điều chuyển; biệt phái; hiệp thương; đề cử; cấp bù;
    in ấn; làm việc với; soát xét; san lấp; nghiên cứu, đề xuất; tổ chức, triển khai; khoanh định; chỉnh lý; chỉnh
    sửa; sửa đổi, bổ sung; nhận diện; tận thu; thoái vốn; cổ phần hóa; giải thể; sáp nhập; chia tách; khai mạc; bế
    mạc; cho phép; cho ý kiến; răn dạy; cảm hóa; quyên góp; tiếp sức; phân cấp; ủy quyền; uỷ quyền; phân quyền; phân
    định; phân khai; phân kỳ; phân tuyến; thí điểm; nâng cấp; phấn đấu; tôn tạo; ra mắt; phát hành; tích hợp; mời
    gọi; hợp nhất; cụ thể hóa; hiện đại hóa; xã hội hóa; đa dạng hóa; thể chế hóa; di dời; nghiêm cấm; hoãn; tạm
    hoãn; nộp; xóa; xoá; họp; mở đợt; mở chiến dịch; ra quân; trang trí; chằng chống; chặt tỉa; cắt tỉa; chữa cháy;
    neo đậu; rà phá; truy quét; khởi tố; điều hành; điều tiết; điều phối; điều động; răn đe; bắt giữ; thu giữ; phản
    biện; hiến kế; tự kiểm tra; tự rà soát; tự đánh giá; cam kết; thăm hỏi; vinh danh; đồng hành; vào cuộc; bám nắm;
    chuyển giao; trực ban; túc trực; phát sóng; viết bài; bảo quản; bảo mật; mã hóa; sao lưu; cơ cấu lại; tôn trọng;
    kết hợp; hiệp đồng; đối phó; ứng cứu; hiệu chỉnh; diễn tập; huấn luyện; đền bù; tiêm phòng; tiêm chủng; phun
    thuốc; làm sạch; dọn dẹp; phát quang; tuyển sinh; tuyển chọn; xét duyệt; xét chọn; nghiêm túc; tự chủ; nhập
    liệu; luân phiên; gặp mặt; tiếp xúc; vận dụng; lan tỏa; truyền tải; thông tin về; nghiêm khắc; cân nhắc; đẩy
    lùi; truy cứu; tạo lập; tạo nguồn; kiểm đếm; dự trữ; dự phòng; định hướng; tiếp tế; bảo trì; bảo dưỡng; sửa
    chữa; ứng phó; ứng trực; canh gác; hiệu chuẩn; đo đạc; cắm mốc; nghiệm thu; đối chiếu; đối soát; khởi công; tháo
    dỡ; tịch thu; tiêu hủy; khoanh vùng; khử khuẩn; điều trị; cấp phát; phân phối; bình ổn; niêm phong; tuyển dụng;
    luân chuyển; ban bố; đưa tin; tiếp công dân; đấu giá; đấu nối; giải phóng mặt bằng; giải tỏa; bồi thường; xây
    mới; làm rõ; chuyển hồ sơ; cử người; cử đại diện; tính đúng; tổng rà soát; trả kết quả; duy tu; trùng tu; tu bổ;
    cải tạo; chỉnh trang; đề cao; mở; bám; tham dự; dự họp; dự chỉ đạo; dự sinh hoạt; nêu gương; hưởng ứng; kích
    hoạt; kiểm điểm; kiểm kê; hoàn chỉnh; hoàn tất; chấm dứt; chấm điểm; bình xét; khử trùng; tiêu độc; gia hạn;
    treo cờ; treo băng rôn; treo khẩu hiệu; treo pano; phúc tra; phúc đáp; xác minh; tống đạt; kê biên; phá dỡ; chặt hạ;
    trục vớt; xả lũ; tích nước; phòng ngừa; thu dọn; rào chắn; cắm biển; hủy bỏ; triệu tập; bóc tách; chốt số liệu;
    trích lập; hoàn trả; chuyển trả; xử trí; gắn biển; gắn trách nhiệm; thuê tư vấn; sẵn sàng; thu xếp; coi trọng;
    phục vụ tốt; thông tin kịp thời; thông tin rộng rãi; trực 24/24; trực 24/7; chỉ định thầu; quyết tâm;
    truy thu; tiếp cận; giúp đỡ; thực thi; khởi động; truy nã; đối chất; trưng bày; chốt chặn;
    tuyên dương; đón tiếp; bốc dỡ; hàn khẩu; hộ đê; trực gác; trực cấp cứu; trực
    chiến; trực phòng; trực 24/24; thường trực 24/24; chằng néo; neo giữ; che chắn; hạ giàn giáo; tháo nước; tiêu nước;
    tiêu úng; tiêu thoát; đắp; cắm chốt; cắm biển; cắm tiêu; cấm biển; cấm tàu; bắn pháo; chốt trực; cứu trợ; tìm kiếm
    người; thông tin cho; thông tin kịp thời; thông tin đầy đủ; giữ liên lạc; giữ thông tin; nhắn tin; gọi điện; viết
    tin; phát tờ rơi; tổng vệ sinh; hậu kiểm; phun khử; thu dung; tiêm vắc xin; tiêm vắc-xin; tiêm vaccine; giãn cách;
    đóng cửa; tái đàn; xuống giống; khoanh nuôi; phát dọn; tuần rừng; sơn kẻ; dặm vá; trám vá; tước; trấn áp; tấn công;
    chấm công; trả lương; trả hồ sơ; nhập dữ liệu; nhập vốn; hoàn ứng; tặng quà; cho học sinh; dạy bù; phổ cập; dạy bơi;
    ở nhà; ở tại; ở yên; hội chẩn; liên thông; loại bỏ; nói rõ; ủy nhiệm; cấp bổ sung; cấp tốc; biên chế lực lượng; xây
    kè; phản hồi; tường trình; tự chấm điểm; đúc rút; đeo bám; đấu mối; kết thúc; can thiệp; in tờ rơi; dành thời gian
    """
)
