# The conclusions of a meeting, entered as clauses.

meeting-title = Kết luận cuộc họp
meeting-lead = Mỗi khoản giao cho một hay nhiều đơn vị chủ trì: mỗi đơn vị nhận một nhiệm vụ riêng, tất cả cùng một đợt giao. Khoản để trống thì bỏ qua.
meeting-to-mend = Cần sửa { $n } chỗ trước khi giao
meeting-look = Xem trước khi giao
meeting-look-again = Sửa nội dung bên dưới thì hệ thống cho xem trước lại.
meeting-preview = Xem trước
meeting-more = Thêm khoản
meeting-leave = Thôi, không giao
meeting-give = Giao { $n } nhiệm vụ
meeting-of = Cuộc họp
meeting-clause = Khoản { $n }
meeting-in-clause = Khoản { $n }: { $why }

meeting-number = Số, ký hiệu thông báo kết luận, hoặc tên cuộc họp
meeting-authority = Thẩm quyền giao
meeting-field = Lĩnh vực
meeting-text = Nội dung giao
meeting-unit = Đơn vị chủ trì
meeting-unit-hint = Mỗi nhiệm vụ một đơn vị chủ trì; nhiều đơn vị cách nhau bằng dấu chấm phẩy thì mỗi đơn vị một nhiệm vụ.
meeting-coop = Đơn vị phối hợp
meeting-due = Thời hạn
meeting-due-hint = 31/01/2024, hoặc 10 ngày làm việc, hoặc không thời hạn.

meeting-no-number = Xin ghi số, ký hiệu thông báo kết luận hoặc tên cuộc họp.
meeting-long-number = Số, ký hiệu hoặc tên cuộc họp dài quá { $most } ký tự.
meeting-no-text = xin ghi nội dung.
meeting-no-unit = xin ghi đơn vị chủ trì.
meeting-leads-too = { $unit } đã là đơn vị chủ trì.
meeting-twice = { $unit } được ghi hai lần.
meeting-several = có nhiều đơn vị tên “{ $typed }”, xin ghi mã đơn vị.
meeting-unknown = không có đơn vị “{ $typed }”.
meeting-no-due = xin ghi thời hạn: ngày, số ngày làm việc, hoặc “không thời hạn”.
meeting-empty = Xin ghi ít nhất một khoản.

meeting-tasks = Các nhiệm vụ sẽ giao
meeting-column-clause = Khoản
meeting-column-task = Nhiệm vụ
meeting-column-coop = Phối hợp
