# Reports, the records behind their figures, and reports issued.

report-title = Báo cáo
report-form = Biểu { $form }
report-counted-by = { $counted } theo { $rows }

report-year = Năm
report-year-whole = Cả năm
report-six-months = 6 tháng đầu năm
report-nine-months = 9 tháng đầu năm
report-quarter = Quý { $n }
report-month = Tháng { $n }
report-period = Kỳ
report-reckoning = Cách tính kỳ
report-by-calendar = Năm dương lịch
report-by-decree = Nghị định 09/2019
report-as-of = Tính đến vị trí sổ cái
report-as-of-now = Để trống là đến lúc này.
report-recorded-at = ghi lúc { $at }. Mỗi con số là đường dẫn tới đúng những hồ sơ được đếm.
report-pin = Đường dẫn cố định
report-figures = Số liệu của báo cáo
report-figures-beside = Số liệu kèm theo
report-indicator = Chỉ tiêu
report-figure = Số liệu
report-before = Kỳ trước
report-share = Tỷ lệ, so sánh
report-records-opened = Số bản ghi mở ra
report-basis = Căn cứ
report-form-number = Biểu số
report-checks = Kiểm tra của biểu
report-holds = Đúng
report-broken = Sai

report-behind = Bản ghi sau một con số
report-counted = Đúng những bản ghi được đếm trong kỳ { $period }{ $part }.
report-part = . Quý vị được xem { $listed } trong { $all } bản ghi của con số này
report-count = { $n } bản ghi
report-no-records = Không có bản ghi nào trong phạm vi quý vị được xem.
report-untitled = (chưa có tên)
report-column-title = Tên, trích yếu
report-column-number = Số
report-column-step = Bước hiện nay
report-column-day = Ngày tính

report-issue = Phát hành
report-issue-one = Phát hành báo cáo
report-issue-why = Số liệu được tính đến lúc bấm nút, ghi cả văn bản vào sổ cái và không sửa được nữa. Báo cáo mà các kiểm tra chưa khớp thì không phát hành được.
report-not-over = Kỳ { $period } chưa hết, chưa phát hành được.
report-issued = Phát hành
report-issued-at = Phát hành lúc
report-issued-why = Văn bản của mỗi báo cáo nằm trong sổ cái; mở ra là được tính lại và so từng byte.
report-issued-count = { $n } báo cáo
report-none-issued = Chưa có báo cáo nào được phát hành. Chánh Văn phòng, Phó Chánh Văn phòng phát hành báo cáo.
report-position = Vị trí sổ cái
report-equal-rule = Tính lại từ sổ cái tại vị trí { $position } trùng từng byte với văn bản đã phát hành.
report-equal = Vừa tính lại từ sổ cái tại vị trí { $position }: đúng văn bản đã phát hành.
report-unequal = Tính lại không ra đúng văn bản đã phát hành. Xin báo quản trị chạy `minhbach replay`.
report-original = Văn bản gốc
