# The page of one case: what it says, what hangs on it, what may be done.

case-print = In hồ sơ (PDF)
case-sealed = Nội dung hạn chế, quý vị không thuộc phạm vi được xem
case-content = Nội dung
case-course = Quá trình
case-numbered = { $number }, cho lúc { $at }
case-carried = Số dư đầu kỳ
case-carried-as = { $register }, số { $number }
case-opened = Mở lúc
case-brought-in = Nhập vào đây lúc
case-first-due = Hạn đầu tiên
case-done = Hoàn thành lúc
case-done-by = Ngày hoàn thành lấy theo
case-published = Công bố lúc
case-erased = Đã xóa theo pháp luật
case-withdrawn = Gỡ lúc
case-closed = Kết thúc lúc
case-asked = Đề nghị gia hạn
case-asked-for = đến { $due }, { $by } đề nghị { $at }; chưa trả lời
case-urged = Đã đôn đốc
case-corrections = Đã đính chính
case-times = { $n } lần
case-corrected-on = đính chính { $day }
case-catalogue = Theo danh mục phiên bản { $version }; căn cứ: { $basis }

case-papers = Tài liệu
case-paper = Tệp đính kèm
case-preview = Xem trước
case-preview-of = Xem trước { $name }
case-preview-else = Nếu trình duyệt không hiện được PDF tại đây:
case-preview-apart = mở riêng
case-preview-save = tải về

case-links = Hồ sơ liên quan
case-links-more = Xem thêm { $n } hồ sơ liên quan
case-links-picture = { $pointing } hồ sơ dẫn tới hồ sơ này, hồ sơ này dẫn tới { $pointed } hồ sơ, { $siblings } hồ sơ cùng đợt giao
case-links-more-box = { $n } hồ sơ nữa
case-links-and = và
case-links-count = { $n } hồ sơ
case-link-here = Hồ sơ này
case-link-pointing = { $kind } dẫn tới hồ sơ này ({ $rule })
case-link-batch = Cùng đợt giao

case-may = Việc có thể làm
case-next = Việc tiếp theo
case-others = Việc của người khác ở bước này ({ $n })
case-who-may = Người được làm việc này: { $who }.
case-over = Hồ sơ đã kết thúc lúc { $at }. Không còn việc phải làm.
case-waits = Ở bước này hồ sơ chờ người khác; quý vị chưa phải làm gì.
case-nothing = Bước này không cần ai làm gì thêm.
case-moves-to = Chuyển sang bước “{ $step }”.
case-basis = Căn cứ: { $basis }.

case-held = Ai đang giữ
case-assigner = Người giao
case-nobody = Chưa giao cho ai

case-readers = Ai đọc được và vì sao
case-readers-mine = Quý vị đọc được theo quy tắc:
case-readers-rules = Xem { $n } quy tắc
case-readers-people = { $n } người
case-readers-you = quý vị
case-readers-none = Người không thuộc quy tắc nào ở trên không thấy hồ sơ này, kể cả khi có đường dẫn.

case-why = Vì sao hạn này?
case-why-due = Hạn tính ra:
case-why-see = Xem từng bước tính
case-why-steps = Các bước tính thời hạn
case-why-step = Bước
case-why-basis = Căn cứ
case-why-from = Từ
case-why-to = Đến
case-why-minutes = Phút làm việc
case-why-sum = Cộng
case-why-set = Hạn được ấn định
case-why-provisional = Một số ngày trên đường đi chưa có thông báo nghỉ chính thức; hạn có thể được tính lại.
case-why-paused = Thời hạn đang tạm dừng; thời gian làm việc tạm dừng được cộng lại khi chạy tiếp.

case-story = Diễn biến
case-position = vị trí { $position }
case-earlier = Xem thêm { $n } sự kiện trước đó
