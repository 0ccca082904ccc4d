# The first page.

home-morning = Chào buổi sáng, { $name }
home-noon = Chào buổi trưa, { $name }
home-afternoon = Chào buổi chiều, { $name }
home-evening = Chào buổi tối, { $name }
home-waiting-count = { $n } việc chờ
home-waiting-many = trên 10.000 việc chờ
home-nothing = Không có việc nào chờ quý vị. Khi có hồ sơ chuyển đến, hồ sơ hiện ở đây, việc gấp nhất trước.
home-waiting = Việc chờ tôi
home-see-all = việc: xem tất cả
home-registers = Các sổ
