# Administration: people, posts, units, powers to sign, absences, the working calendar.

admin-administration = Quản trị
admin-overview = Tổng quan
admin-people = Người
admin-posts = Chức danh
admin-units = Đơn vị
admin-powers = Ủy quyền ký
admin-absences = Vắng mặt, thay thế
admin-calendar = Lịch làm việc
admin-changes = Nhật ký thay đổi

# What all of them say.

admin-all = tất cả
admin-list = Danh sách
admin-none = Không có.
admin-doing = Thao tác
admin-time = Thời gian
admin-term = Thời hạn
admin-from-day = Từ ngày
admin-to-day = Đến hết ngày
admin-person = Người
admin-full-name = Họ tên
admin-post = Chức danh
admin-unit = Đơn vị
admin-role = Vai trò
admin-state = Tình trạng
admin-pages = Trang danh sách
admin-page-before = Trước
admin-page-after = Tiếp

admin-on-day = ngày { $day }
admin-from = từ { $day }
admin-from-to = từ { $first } đến { $last }
admin-until = đến { $day }
admin-no-end = không thời hạn
admin-ended = hết { $day }
admin-ends-today = hết hôm nay { $day }
admin-ends-soon = còn { $n } ngày, đến { $day }

# The overview.

admin-find-person = Tìm người
admin-away-today = Hôm nay vắng
admin-latest-changes = Thay đổi gần đây
admin-people-at-work = Người đang làm việc
admin-free-posts = Chức danh chưa có người
admin-below = Huyện, xã
admin-catalogue-in-use = Danh mục đang dùng
admin-version = phiên bản { $n }
admin-not-applied = thông báo { $id } chưa áp dụng xong
admin-all-applied = mọi thông báo đã áp dụng

# People.

admin-people-why = { $n } người. Xếp theo tên gọi; tìm được cả khi không gõ dấu.
admin-search-people = Tên, tên đăng nhập, chức danh
admin-sign-in-name = Tên đăng nhập
admin-no-such-person = Không có ai như vậy. Xin bớt từ cần tìm hoặc chọn “Tất cả”.
admin-state-holds = Đang giữ chức danh
admin-state-no-post = Không giữ chức danh nào
admin-state-all = Tất cả
admin-away-until = vắng đến hết { $day }
admin-away-with = vắng đến hết { $day }, { $name } thay
admin-has-left = đã thôi, ngày cuối { $day }
admin-holds-no-post = không giữ chức danh nào
admin-leaves-after = thôi sau { $day }
admin-at-work-from = đang làm, từ { $day }

admin-password = Đăng nhập
admin-password-set = đã đặt mật khẩu
admin-password-missing = chưa đặt mật khẩu (lệnh “minhbach user add”)
admin-stands-in-today = Hôm nay thay
admin-stands-in-for-nobody = không thay ai
admin-cases-held = Hồ sơ đang giữ
admin-no-open-case = không có hồ sơ mở
admin-no-post-yet = Chưa giữ chức danh nào; chưa đăng nhập được.
admin-end-this-post = Cho thôi chức danh này
admin-never-away = Chưa ghi lần vắng nào.
admin-away = Vắng { $period }
admin-stands-in = Thay { $name } { $period }
admin-powers-held = Quyền ký đang có
admin-no-powers-held = Các chức danh đang giữ không có quyền ký thay ai.
admin-changes-recorded = Thay đổi đã ghi

# Posts.

admin-posts-why = { $n } chức danh. Quyền đi theo chức danh, không theo người.
admin-free-only = Chỉ chức danh chưa có người giữ
admin-held-by = Người giữ
admin-nobody-holds = chưa có người giữ
admin-nobody = chưa có người
admin-name-from = { $name } từ { $day }
admin-no-such-post = Không có chức danh nào như vậy.

# Units over time.

admin-units-on = { $n } đơn vị có vào ngày { $day }.
admin-on-which-day = Vào ngày
admin-unit-kind = Loại
admin-before = Trước đó
admin-after = Kế tiếp
admin-units-more = { $names }; và { $n } đơn vị khác
admin-end-unit = Kết thúc
admin-unverified = chưa xác thực
admin-no-such-unit = Không có đơn vị nào loại này vào ngày đó. Xin chọn ngày hoặc loại khác.
admin-kind-province = UBND tỉnh
admin-kind-office = Văn phòng
admin-kind-room = Phòng của Văn phòng
admin-kind-centre = Trung tâm
admin-kind-department = Sở, ban, ngành
admin-kind-district = Huyện, thị xã, thành phố
admin-kind-commune = Xã, phường
admin-kind-agency = Cơ quan khác

# Powers to sign.

admin-powers-why = Ký thay, thừa lệnh, thừa ủy quyền theo Nghị định 30/2020/NĐ-CP, Điều 13. Thừa ủy quyền phải có thời hạn.
admin-new-power = Ghi ủy quyền mới
admin-ending = Hết hạn trong { $n } ngày tới
admin-none-ending = Không có ủy quyền nào hết hạn trong { $n } ngày tới.
admin-in-force = Đang có hiệu lực
admin-none-in-force = Không có ủy quyền nào khác đang có hiệu lực.
admin-in-force-later = Chưa đến ngày hiệu lực
admin-in-force-before = Đã hết hiệu lực
admin-signer-scope = Người ký, phạm vi
admin-power-kind = Hình thức
admin-signs-for = Ký cho
admin-end-power = Chấm dứt

# Absences.

admin-absences-why = Việc của người vắng hiện thêm ở trang “Việc của tôi” của người thay. Không ghi lý do vắng.
admin-away-now = Đang vắng
admin-nobody-away = Hôm nay không ai vắng.
admin-away-soon = Sắp vắng
admin-nobody-away-soon = Chưa ghi lần vắng nào sắp tới.
admin-away-past = Đã hết trong { $n } ngày qua
admin-who-is-away = Người vắng
admin-substitute = Người thay
admin-by-assignments = theo bảng phân công
admin-end-early = Kết thúc sớm

# The log of changes.

admin-changes-why = { $n } thay đổi về người, chức danh, đơn vị, ủy quyền, vắng mặt; mỗi thay đổi là một sự kiện trong sổ cái, không sửa được.
admin-newest-first = Mới nhất trước
admin-change = Thay đổi
admin-recorded-at = Ghi lúc
admin-recorded-by = Người ghi
admin-ledger-position = Vị trí sổ cái
admin-no-change-yet = Chưa có thay đổi nào: như danh mục ghi.

admin-told-person-added = Thêm { $name }, giữ chức danh { $post }, từ { $day }
admin-told-person-renamed = Ghi lại họ tên của { $person }: { $name }
admin-told-person-left = { $name } thôi việc, ngày cuối { $day }
admin-told-post-added = Thêm chức danh { $post }
admin-told-post-held = Giao { $name } giữ chức danh { $post }, { $period }
admin-told-post-left = { $name } thôi giữ chức danh { $post }, ngày cuối { $day }
admin-told-absence = { $name } vắng { $period }
admin-told-absence-with = { $name } vắng { $period }, { $by } thay
admin-told-absence-undone = Bỏ lần vắng của { $name } từ { $day }
admin-told-absence-ended = { $name } vắng đến hết { $day }
admin-told-power-given = { $to } được { $kind } { $from } về “{ $scope }”, { $period }
admin-told-power-ended = { $to } thôi { $kind } { $from } về “{ $scope }”, ngày cuối { $day }
admin-told-unit-added = Lập đơn vị { $name }, từ { $day }
admin-told-unit-ended = { $name } kết thúc, ngày cuối { $day }
admin-told-unit-followed = { $name } kết thúc, ngày cuối { $day }, kế tiếp: { $next }

# Forms of changes.

admin-record = Ghi vào sổ cái
admin-give = Xin chọn hoặc ghi “{ $field }”.
admin-wrong-code = Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch nối; xin sửa.
admin-hand-over = Hồ sơ đang giữ: { $held }; hồ sơ mở cần được phân công lại.

admin-add-person = Thêm người
admin-add-person-why = Người mới giữ một chức danh từ ngày đầu. Chức danh đang có người giữ thì cho thôi trước.
admin-correct-name = Sửa họ tên
admin-correct-name-why = Tên cũ còn trong nhật ký thay đổi.
admin-end-service = Cho thôi việc
admin-end-service-why = Sau ngày cuối, người này không giữ chức danh nào và không đăng nhập được. Việc đã làm giữ nguyên.
admin-add-post = Thêm chức danh
admin-add-post-why = Quyền đi theo vai trò của chức danh trong từng loại hồ sơ.
admin-give-post = Giao chức danh
admin-give-post-why = Một chức danh do một người giữ trong cùng thời gian.
admin-end-post = Cho thôi chức danh
admin-end-post-why = Ngày cuối trước ngày đầu nghĩa là ghi nhầm: coi như chưa từng giữ.
admin-enter-absence = Ghi vắng mặt
admin-enter-absence-why = Người thay thấy thêm việc của người vắng; quyền vẫn theo chức danh của chính mình. Không ghi lý do vắng.
admin-end-absence = Kết thúc vắng mặt sớm
admin-end-absence-why = Ngày cuối trước ngày đầu nghĩa là ghi nhầm: coi như không vắng.
admin-give-power = Ghi ủy quyền ký
admin-give-power-why = Theo Nghị định 30/2020/NĐ-CP, Điều 13.
admin-withdraw-power = Chấm dứt ủy quyền ký
admin-withdraw-power-why = Văn bản đã ký đến hết ngày cuối giữ nguyên giá trị.
admin-add-unit = Thêm đơn vị
admin-add-unit-why = Mã đơn vị dùng mãi mãi, không cấp lại.
admin-close-unit = Kết thúc đơn vị
admin-close-unit-why = Chức danh của đơn vị được giữ đến hết ngày cuối. Hồ sơ cũ vẫn mang tên đơn vị cũ.

admin-unit-name = Tên đơn vị
admin-sign-in-name-hint = Bỏ trống thì đặt theo họ tên: le-thi-moi.
admin-from-day-hint = Sớm nhất { $n } ngày trước hôm nay.
admin-to-day-hint = Bỏ trống nếu không thời hạn.
admin-absence-to-hint = Tối đa { $n } ngày.
admin-last-day = Ngày cuối
admin-last-day-hint = Sớm nhất là hôm qua.
admin-basis = Căn cứ
admin-basis-hint = Số, ngày văn bản: QĐ 12/QĐ-VP ngày 01/03/2023.
admin-post-title = Tên chức danh
admin-post-title-hint = Như in trên văn bản: Phó Chánh Văn phòng.
admin-role-hint = Vai trò mà các loại hồ sơ nói tới.
admin-post-code = Mã chức danh
admin-post-code-hint = Bỏ trống thì hệ thống đặt.
admin-substitute-hint = Bỏ trống thì theo bảng phân công.
admin-from-post = Ký cho (quyền của chức danh)
admin-to-post = Người ký (chức danh)
admin-scope = Phạm vi được ký
admin-unit-code = Mã đơn vị
admin-unit-code-hint = Chữ thường, số, gạch nối.
admin-unit-short = Tên viết tắt trong số văn bản
admin-parent = Trực thuộc
admin-successors = Đơn vị kế tiếp

# The working calendar.

admin-calendar-covers = Lịch có từ { $first } đến { $last }. Ngày ngoài lịch thì không tính được hạn.
admin-announce = Thông báo ngày nghỉ, làm bù
admin-announcements = Thông báo, mới nhất trước
admin-no-announcement = Chưa có thông báo nào.
admin-announcement = Thông báo
admin-off = Ngày nghỉ
admin-makeup = Ngày làm bù
admin-notes = Ghi chú
admin-provisional = dự kiến, chưa chính thức
admin-replaces-it = thay { $id }

admin-announce-why = Bước sau cho xem những hồ sơ đang mở sẽ đổi hạn, trước khi ghi. Hạn đã thông báo cho người dân không bị lùi lại.
admin-show-what-moves = Xem những hồ sơ sẽ đổi hạn
admin-paper = Văn bản
admin-stretch = Đợt { $n }
admin-announcement-code = Mã thông báo
admin-announcement-code-hint = Dùng một lần: nghi-le-2-9-2024.
admin-announcement-basis-hint = Số, ngày văn bản; hiện bên cạnh mọi hạn liên quan.
admin-paper-day = Ngày văn bản
admin-replaces = Thay thông báo
admin-provisional-field = Dự kiến, chưa có thông báo chính thức
admin-day-kind = Loại ngày
admin-kind-off = Nghỉ
admin-kind-makeup = Làm bù (thứ Bảy, Chủ nhật)
admin-reason = Lý do
admin-stretch-days = Mỗi đợt từ 1 đến { $n } ngày, ngày cuối không trước ngày đầu; xin sửa.
admin-give-a-day = Xin ghi ít nhất một ngày.

admin-preview = Xem trước thông báo
admin-preview-why = Chưa ghi gì. Xem những hồ sơ đang mở sẽ đổi hạn, rồi ghi hoặc sửa lại.
admin-record-announcement = Ghi thông báo vào sổ cái
admin-change-announcement = Sửa lại
admin-nothing-moves = Không hồ sơ nào đổi hạn.
admin-nothing-moves-note = Không hồ sơ nào đổi hạn. Ghi rồi thì không sửa được; chỉ thay bằng thông báo khác.
admin-moves-note = { $n } hồ sơ đổi hạn ngay sau khi ghi; mỗi hồ sơ ghi một sự kiện.
admin-cases-asked = Hồ sơ đang tính hạn
admin-will-move = Sẽ đổi hạn
admin-will-move-how = { $n }: { $earlier } sớm hơn, { $later } muộn hơn
admin-due-on-days-off = Hạn rơi vào ngày nghỉ
admin-due-on-days-off-how = { $n } hồ sơ, hạn giữ nguyên: hạn đã báo không lùi
admin-not-recomputed = Không tính lại được
admin-not-recomputed-how = { $n } hồ sơ: { $why }
admin-from-which-day = Từ ngày nào sang ngày nào
admin-due-now = Hạn hiện nay
admin-due-then = Hạn mới
admin-cases-count = Số hồ sơ
admin-by-register = Theo sổ và đơn vị chủ trì
admin-register = Sổ
admin-lead = Đơn vị chủ trì
admin-earlier = Sớm hơn
admin-later = Muộn hơn
admin-each-case = Từng hồ sơ mà ông/bà được xem
admin-case = Hồ sơ
admin-not-shown = { $n } hồ sơ không hiện từng dòng ở đây vì ông/bà không được xem; số đếm ở trên vẫn đủ.
