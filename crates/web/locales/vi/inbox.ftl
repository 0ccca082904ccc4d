# Notices: reminders of deadlines, and what others did.

inbox-all-read = Đã đọc hết
inbox-unread = { $n } chưa đọc
inbox-older = Thông báo cũ hơn
inbox-reminders = Nhắc hạn
inbox-acts = Diễn biến
inbox-mark-all = Đánh dấu đã đọc tất cả
inbox-mark = Đánh dấu đã đọc
inbox-new = Mới
inbox-nothing = Chưa có thông báo nào. Việc được giao, bị trả lại, có ý kiến, bị đôn đốc hoặc sắp đến hạn sẽ hiện ở đây.

inbox-assigned = { $by } giao việc
inbox-cooperates = { $by } giao đơn vị phối hợp
inbox-returned = { $by } trả lại hoặc thu hồi, có lý do
inbox-closed = { $by } xác nhận, hồ sơ kết thúc
inbox-remarked = { $by } cho ý kiến
inbox-urged = { $by } đôn đốc
inbox-mentioned = { $by } nhắc đến quý vị trong ý kiến
inbox-extension-asked = { $by } đề nghị gia hạn
inbox-extension-refused = { $by } không đồng ý gia hạn
inbox-corrected = { $by } đính chính
inbox-extended = { $by } đổi thời hạn
inbox-in-five = Còn 5 ngày làm việc trở xuống
inbox-in-two = Còn 2 ngày làm việc trở xuống
inbox-overdue = Đã quá hạn
