# The page while the demonstration prepares itself.

progress-title = Đang chuẩn bị
progress-heading = Đang dựng dữ liệu mô phỏng
progress-intro = Mỗi việc trong hai năm được làm lại từng bước qua đúng các quy tắc và được ghi sổ cái, không chép sẵn.
progress-again = Tải lại
progress-label = Tiến độ
progress-day = Đã đến ngày
progress-events = Sự kiện đã ghi
progress-rate = Tốc độ
progress-per-second = { $events } sự kiện/giây
progress-left = Còn khoảng
progress-estimating = đang ước tính
progress-seconds = { $seconds } giây
progress-minutes = { $minutes } phút { $seconds } giây
progress-phases = Các bước
progress-done = xong
progress-running = đang chạy
progress-waiting = chưa đến lượt
progress-reloads = Trang tự tải lại sau mỗi { $seconds } giây. Có thể đóng trang; công việc vẫn chạy tiếp.

progress-not-ready = Hệ thống đang chuẩn bị dữ liệu.
