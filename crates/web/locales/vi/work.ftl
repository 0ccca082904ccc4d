# My work, acts on several cases at once, and notices.

work-late = quá hạn
work-today = hôm nay
work-soon = còn 2 ngày làm việc trở xuống
work-later = còn hạn
work-no-deadline = không thời hạn
work-filters = Bộ lọc
work-by-deadline = Thời hạn
work-by-type = Loại việc
work-by-unit = Đơn vị
work-next = Trang sau
work-count = { $n } việc chờ
work-nothing = Không có việc nào chờ quý vị. Khi có hồ sơ chuyển đến, hồ sơ hiện ở đây, việc gấp nhất trước.
work-nothing-fits = Không có việc nào khớp bộ lọc. Xin bỏ bớt điều kiện lọc.
work-with-chosen = Với các việc đã chọn:
work-choose = Chọn
work-wanted = cần: { $wanted }
work-from = từ { $post }
work-on-behalf = thay mặt { $person }

work-other-type = Thao tác đã chọn thuộc loại hồ sơ khác.
work-outcome = { $act }: { $done } việc đã làm, { $refused } việc chưa làm được
work-refused = Chưa làm được
work-done = Đã làm
work-back = Về việc của tôi
work-case = Hồ sơ
