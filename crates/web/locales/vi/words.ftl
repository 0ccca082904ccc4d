# Values, moments and counts as they are written anywhere.

words-monday = Thứ Hai
words-tuesday = Thứ Ba
words-wednesday = Thứ Tư
words-thursday = Thứ Năm
words-friday = Thứ Sáu
words-saturday = Thứ Bảy
words-sunday = Chủ nhật
words-or = {" "}hoặc{" "}
words-from = từ
words-untitled = ({ $kind } chưa có tên)
words-many = trên 10.000
words-yes = Có
words-no = Không
words-money = { $amount } đồng
words-open = đang xử lý
words-late = quá hạn
words-png = Ảnh PNG
words-jpeg = Ảnh JPEG
words-plain-text = Văn bản thuần
words-file = Tệp

words-lead = Chủ trì
words-due = Hạn
words-no-deadline = không thời hạn

words-dong = đồng
