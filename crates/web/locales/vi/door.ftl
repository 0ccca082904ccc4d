# The door: signing in.

door-sign-in = Đăng nhập
door-name = Tên đăng nhập
door-password = Mật khẩu
door-stale = Trang đăng nhập đã mở quá lâu hoặc trình duyệt không giữ cookie. Xin đăng nhập lại.
door-try = Vào thử theo vai
door-try-why = Chỉ có trong bản trình diễn. Mỗi vai là một người hư cấu, thấy và làm đúng phần việc của chức danh đó.

# What each role of the demonstration does all day.

door-duty-chairman = Xem việc chờ quyết định, ký văn bản, theo dõi nhiệm vụ
door-duty-vice-chairman = Chỉ đạo lĩnh vực được phân công, ký văn bản
door-duty-chief = Điều hành Văn phòng, giao và đôn đốc nhiệm vụ, phát hành báo cáo
door-duty-deputy-chief = Duyệt, chuyển giải quyết, xác nhận kết quả
door-duty-head-of-room = Phân công trong phòng, duyệt dự thảo
door-duty-specialist = Soạn thảo, giao nhiệm vụ, theo dõi, xác nhận
door-duty-clerk = Vào sổ văn bản đến, cho số và phát hành văn bản đi
door-duty-focal-point = Tiếp nhận và báo cáo nhiệm vụ của sở
door-duty-focal-point-below = Tiếp nhận và báo cáo nhiệm vụ tỉnh giao cho huyện, xã
door-duty-director-tasks = Chịu trách nhiệm nhiệm vụ, văn bản của sở
door-duty-handler = Thụ lý hồ sơ thủ tục hành chính
door-duty-director-dossiers = Chịu trách nhiệm hồ sơ thủ tục hành chính của sở
door-duty-one-stop = Tiếp nhận hồ sơ, trả kết quả tại Trung tâm
door-duty-centre-director = Điều hành Trung tâm Phục vụ hành chính công
door-duty-editor = Tin bài, thông báo công khai, công báo
door-duty-party-secretary = Sổ đảng viên, chuyển sinh hoạt
door-duty-administrator = Người, chức danh, ủy quyền ký, vắng mặt, lịch làm việc
