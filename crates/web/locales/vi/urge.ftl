# Urging: late and nearly due tasks by unit.

urge-title = Đôn đốc nhiệm vụ
urge-board = Điều hành
urge-default-text = Đề nghị đơn vị khẩn trương thực hiện, báo cáo kết quả trước hạn; việc đã quá hạn thì nêu rõ lý do và thời gian hoàn thành.
urge-lead = Nhiệm vụ quá hạn và sắp đến hạn trong { $days } ngày làm việc. Việc quá hạn đã được chọn sẵn.
urge-more = Còn { $n } việc chưa hiện ở đây; xin chọn đơn vị để xem hết.
urge-unit = Đơn vị chủ trì
urge-none-chosen = Xin chọn ít nhất một nhiệm vụ.
urge-too-many = Chọn quá nhiều nhiệm vụ trong một lần; xin chọn theo từng đơn vị.
urge-no-text = Xin ghi nội dung đôn đốc.
urge-note-letters = Ghi đôn đốc vào từng hồ sơ và dự thảo công văn trong một lần ghi sổ.
urge-note = Ghi đôn đốc vào từng hồ sơ. Công văn do Văn phòng dự thảo.
urge-text = Nội dung đôn đốc
urge-letters = Dự thảo một công văn đôn đốc cho mỗi đơn vị
urge-print = In công văn và danh sách quá hạn
urge-drafts = Công văn tôi đang dự thảo
urge-no-unit = (chưa có đơn vị)
urge-times = đã đôn đốc { $n } lần
urge-unit-count = { $n } nhiệm vụ, { $late } quá hạn
urge-not-done = Chưa đôn đốc được
urge-nothing = Không có nhiệm vụ nào quá hạn hoặc sắp đến hạn trong phạm vi này.
urge-do = Đôn đốc các việc đã chọn
urge-open = mở
