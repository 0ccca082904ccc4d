# What happened to a case, in plain sentences.

story-made = đã thực hiện “{ $move }”
story-carried = đã chuyển vào từ “{ $register }”, số { $number }, làm số dư đầu kỳ ngày { $day }, { $witness } xác nhận
story-fields-set = đã sửa thông tin
story-assigned = đã phân công
story-clock-started = thời hạn bắt đầu tính
story-clock-paused = đã tạm dừng thời hạn
story-clock-resumed = thời hạn chạy tiếp
story-clock-restarted = thời hạn tính lại từ đầu
story-extension = gia hạn
story-extended = đã { $name }{ $due }
story-extension-asked = đã đề nghị { $name } đến { $due }
story-extension-refused = không đồng ý { $name } đến { $due } theo đề nghị của { $asker }
story-recomputed = hạn được tính lại theo thông báo { $announcement }{ $due }
story-until = {" "}đến { $due }
story-clock-stopped = thời hạn dừng
story-clock-reopened = thời hạn chạy lại
story-number = đã cho { $series } { $number }
story-file = đã đính kèm “{ $name }”
story-linked = đã liên kết: { $rule }
story-urged = đã đôn đốc
story-remarked = cho ý kiến
story-mentioned = nhắc đến { $people }
story-corrected = đã đính chính “{ $field }”, { $approver } phê duyệt
story-published = đã công bố
story-erased = đã xóa nội dung theo pháp luật: {$reason}
story-withdrawn = đã gỡ khỏi trang công khai
story-late-entry = ghi bù việc đã làm lúc { $at }
story-judged-on-time = theo ghi bù: xong lúc { $done }, hạn { $due }, đúng hạn; tỷ lệ vẫn tính theo lúc ghi
story-judged-late = theo ghi bù: xong lúc { $done }, hạn { $due }, quá hạn; tỷ lệ vẫn tính theo lúc ghi
story-foreign = ở hệ thống nguồn: “{ $step }” lúc { $at }{ $by }

story-by-service-portal = Người nộp, qua Cổng dịch vụ công,
story-by-post = Bưu chính công ích
story-by-portal = Cổng thông tin điện tử
story-by-system = Hệ thống

story-no-unit = chưa có đơn vị
story-coop = phối hợp: { $units }
story-runs-on = Thời hạn chạy tiếp, hạn mới
story-done-at = Hoàn thành lúc
story-then = Tiếp theo
story-with = Kèm theo
story-mention = Nhắc đến
story-left-empty = (bỏ trống)

story-mark-late = Ghi bù
story-mark-corrected = Đính chính
story-mark-carried = Số dư đầu kỳ
