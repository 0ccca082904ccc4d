# What stands on top of the first page, by role.

landing-counter = Tại quầy hôm nay
landing-next-dossier = Hồ sơ kế tiếp: { $move }

landing-clerk = Văn thư hôm nay
landing-waits-for = Chờ { $moves }
landing-series-of = Số đã cấp năm { $year }
landing-series = Sổ số
landing-series-last = Số cấp gần nhất
landing-series-next = Số kế tiếp
landing-series-more = { $n } sổ số ít hơn không nêu ở đây.

landing-tasks = Nhiệm vụ năm { $year }
landing-due-in-week = Đến hạn trong 7 ngày tới
landing-board = Bảng điều hành

landing-dossiers = Hồ sơ hôm nay
landing-due-today = Đến hạn hôm nay
landing-still = Đứng yên
landing-still-why = đồng hồ đang chạy, chưa chuyển bước quá { $days } ngày làm việc
landing-late = Quá hạn
landing-running = Trong hạn
landing-today = Hôm nay
landing-load = Tải theo quầy, cơ quan giải quyết
landing-load-note = “Trong hạn” gồm cả hồ sơ đến hạn hôm nay.
landing-unit = Cơ quan
landing-no-unit = (chưa chuyển cơ quan nào)
landing-by-step = Hồ sơ chưa xong theo bước
landing-step = Bước
landing-count = Số hồ sơ

landing-rate = Tỷ lệ đúng hạn năm { $year }: { $rate }
landing-rate-note = Tính đến sổ cái vị trí { $position }, ghi lúc { $at }. Hồ sơ rút, hẹn lại, ghi bù nêu riêng để tỷ lệ không đẹp hơn thực tế.
landing-year-before = năm { $year }: { $value }
landing-resolved = Đã giải quyết
landing-on-time = Đúng và trước hạn
landing-resolved-late = Đã giải quyết quá hạn
landing-extended = Đúng hạn sau khi hẹn lại
landing-late-entry = Đúng hạn chỉ theo ghi bù
landing-withdrawn = Rút hồ sơ, trả lại
landing-without-due = Không có hạn để so sánh
