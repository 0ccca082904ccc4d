# What is said when a page cannot be given or an act cannot be done.

answer-home = Về trang đầu
answer-code = Mã { $status }
answer-rule = Quy tắc:
answer-differ = Giá trị khác nhau
answer-item = Mục
answer-mine = Quý vị gửi
answer-theirs = Đang có trong hồ sơ
answer-before = lúc quý vị mở:
answer-what-to-do = Cần làm gì
answer-reference = Mã sự cố để báo quản trị:

answer-title-broken = Sự cố
answer-title-forbidden = Không được phép
answer-title-missing = Không tìm thấy
answer-title-refused = Chưa thực hiện được
answer-title-stale = Biểu mẫu đã hết hạn
answer-title-unreadable = Biểu mẫu không đọc được

answer-forbidden = Quý vị chưa được phép xem hoặc làm việc này
answer-forbidden-why = Việc này thuộc quyền của người hoặc đơn vị khác theo phân công trong danh mục.
answer-forbidden-post = Kiểm tra chức danh đang dùng ở góc trên.
answer-forbidden-ask = Nếu cần, đề nghị lãnh đạo phòng phân công hoặc ủy quyền.
answer-missing = Không tìm thấy trang này
answer-missing-why = Địa chỉ có thể đã gõ sai, hoặc hồ sơ không nằm trong phạm vi quý vị được xem.
answer-missing-address = Kiểm tra lại địa chỉ.
answer-missing-search = Tìm theo số hoặc trích yếu ở ô tìm kiếm.
answer-changed = Hồ sơ vừa được người khác cập nhật
answer-changed-why = Trong lúc quý vị điền, nội dung dưới đây đã thay đổi. Chưa có gì của quý vị bị ghi hoặc bị mất.
answer-changed-compare = So sánh hai giá trị.
answer-changed-again = Mở lại hồ sơ và thực hiện lại nếu vẫn cần.
answer-refused = Chưa thực hiện được việc này
answer-refused-why = Nội dung gửi lên chưa đủ điều kiện. Chưa có gì được ghi vào sổ cái.
answer-refused-back = Quay lại biểu mẫu và sửa theo chỉ dẫn.
answer-broken = Hệ thống gặp sự cố
answer-broken-why = Lỗi ở phía hệ thống, không phải do quý vị. Việc chưa được báo là đã ghi thì chưa có hiệu lực.
answer-broken-again = Thử lại sau ít phút; gửi lại biểu mẫu không làm việc bị ghi hai lần.
answer-broken-tell = Nếu vẫn lỗi, báo quản trị kèm mã dưới đây.

answer-kept = Biểu mẫu chưa được ghi, nội dung đã gõ vẫn còn
answer-kept-why = Phiên đăng nhập lúc mở biểu mẫu đã hết hạn hoặc đã đổi, nên chưa có gì được ghi vào sổ cái.
answer-kept-sign-in = Đăng nhập lại ở thẻ mới
answer-kept-return = , rồi trở về thẻ này.
answer-kept-file-anew = Chọn lại tệp bên dưới.
answer-kept-check = Xem lại nội dung và bấm “Gửi lại”. Gửi hai lần không làm việc bị ghi hai lần.
answer-kept-typed = Nội dung đã gõ
answer-kept-file = Tệp “{ $name }”, xin chọn lại
answer-kept-send = Gửi lại
answer-kept-leave = Bỏ, về trang đầu
answer-large = Nội dung gửi lên quá lớn
answer-large-why = Mỗi lần gửi nhận một tệp tối đa { $megabytes } MB.
answer-large-split = Giảm dung lượng tệp, hoặc tách thành nhiều tệp rồi đính kèm từng tệp.
answer-unreadable-why = Nội dung gửi lên bị đứt hoặc không đúng dạng. Chưa có gì được ghi vào sổ cái.
answer-unreadable-again = Quay lại trang trước và gửi lại.

answer-foreign = Yêu cầu đến từ một trang khác.
answer-busy = Hệ thống đang bận.

answer-title-not-printed = Chưa in được
answer-long-list = Danh sách dài hơn { $rows } dòng nên không in ra giấy.
answer-long-list-filter = Lọc bớt rồi in lại, hoặc lấy cả danh sách bằng tệp Excel, CSV.
answer-press-busy = Đang in nhiều văn bản cùng lúc.
answer-exports-busy = Đang xuất nhiều danh sách cùng lúc.
answer-busy-again = Xin thử lại sau ít phút.

# The store takes nothing; what was typed comes back.

answer-title-unwritten = Chưa ghi được
answer-unwritten = Chưa ghi được; nội dung quý vị nhập vẫn còn đây
answer-unwritten-why = Lỗi ở phía máy chủ, không phải do quý vị. Chưa có gì được ghi vào sổ cái.
answer-unwritten-keep = Giữ nguyên trang này, không đóng.
answer-unwritten-tell = Báo quản trị hệ thống; quản trị có trang “Xử lý sự cố”.
answer-unwritten-again = Khi máy chủ ghi lại được, bấm “Gửi lại”. Gửi nhiều lần vẫn chỉ ghi một lần.
answer-send-again = Gửi lại
answer-typed = Nội dung đã nhập
answer-choose-file-again = Trình duyệt không giữ tệp: xin chọn lại “{ $file }”.
