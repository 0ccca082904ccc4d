# Moving in: open work of older books, units and people, from a table.

moving-title = Chuyển dữ liệu
moving-heading = Chuyển dữ liệu từ sổ, hệ thống cũ
moving-why = Bốn bước: chọn tệp, ghép cột, kiểm tra, xác nhận. Chưa xác nhận thì chưa có gì được ghi. Chạy lần thứ hai không thêm gì.
moving-file = Tệp .xlsx hoặc .csv
moving-file-hint = Tối đa { $n } MB và { $rows } dòng. Công thức không được chạy; chỉ lấy giá trị đã lưu. Tệp lớn hơn: dùng lệnh minhbach import cases.
moving-go-on = Tiếp tục với tệp { $file }
moving-read-file = Đọc tệp
moving-choose-file = Xin chọn tệp .xlsx hoặc .csv.
moving-no-rows = Tệp không có dòng dữ liệu nào. Xin chọn tệp khác.

# Matching columns.

moving-matching = Ghép cột
moving-choose-another = Chọn tệp khác
moving-balance = Số dư đầu kỳ
moving-needed-columns = Cột bắt buộc
moving-other-columns = Các cột khác
moving-words = Từ ngữ của sổ cũ cần hiểu thế nào
moving-sheet = Trang tính
moving-each-row = Mỗi dòng là
moving-heading-row = Dòng tiêu đề
moving-first-day = Ngày đầu kỳ
moving-first-day-hint = Từ ngày này sổ được ghi ở đây; mọi việc trước đó ở lại sổ cũ.
moving-reason-hint = Ví dụ: chuyển sang Minh Bạch theo Quyết định số …
moving-witness = Người thứ hai xác nhận
moving-witness-hint = Cùng chịu trách nhiệm với quý vị về số dư.
moving-old-register = Tên sổ cũ
moving-old-register-hint = Cùng với số của từng dòng, tên này nhận ra hồ sơ: chạy lần thứ hai không thêm gì.
moving-due-source = Nguồn của hạn
moving-due-source-hint = Nói bên cạnh hạn mãi mãi; để trống thì lấy tên sổ cũ.
moving-no-column = (không có cột)
moving-columns-of-file = Cột của tệp
moving-or-for-all = Hoặc giá trị chung
moving-check = Kiểm tra mọi dòng
moving-read-again = Đọc lại tiêu đề
moving-drop = Bỏ tệp này

moving-give-first-day = Xin ghi ngày đầu kỳ.
moving-give-reason = Xin ghi lý do, ví dụ quyết định chuyển hệ thống.
moving-give-witness = Xin chọn người thứ hai xác nhận.
moving-give-columns = Chưa ghép cột nào. Xin chọn mỗi mục bắt buộc ứng với cột nào của tệp.
moving-give-heading-row = Xin ghi số của dòng tiêu đề, ví dụ 1.
moving-give-old-register = Xin ghi tên sổ cũ, hoặc chọn cột ghi tên sổ.

# Checking and recording.

moving-checking = Đang kiểm tra từng dòng
moving-recording = Đang ghi số dư đầu kỳ
moving-may-leave = Có thể rời trang này; việc vẫn tiếp tục và kết quả hiện ở đây khi quay lại.
moving-rows = dòng có dữ liệu
moving-new-units = đơn vị mới
moving-new-people = người mới
moving-cases-recorded = hồ sơ đã ghi
moving-cases-to-record = hồ sơ sẽ ghi
moving-known = đã có từ trước
moving-refused = bị từ chối

moving-nothing-new = Mọi dòng đã có từ trước; không có gì để ghi.
moving-all-right = Mọi dòng đều đúng. Chưa có gì được ghi; xin xem lại rồi xác nhận.
moving-all-refused = Cả { $refused } dòng đều bị từ chối. Xin xem lý do bên dưới.
moving-some-refused = { $refused } dòng bị từ chối, { $ready } dòng đúng. Chưa có gì được ghi.
moving-confirm = Xác nhận
moving-confirm-units = Xác nhận ghi { $n } đơn vị
moving-confirm-people = Xác nhận ghi { $n } người
moving-confirm-cases = Xác nhận ghi { $n } hồ sơ
moving-checked-again = Sửa nội dung bên dưới thì hệ thống kiểm tra lại trước.
moving-skip-refused = Bỏ qua các dòng bị từ chối, chỉ ghi các dòng đúng

moving-moved = Đã chuyển tệp { $file }
moving-moved-why = Đã ghi sổ cái, mang dấu số dư đầu kỳ. Chạy lại tệp này sẽ không thêm gì.
moving-not-moved = Chưa ghi tệp { $file }
moving-not-moved-why = Chưa ghi gì: có dòng bị từ chối. Sửa tệp rồi chạy lại, hoặc chọn bỏ qua các dòng sai.
moving-another-file = Chuyển tệp khác

moving-row = Dòng
moving-row-number = dòng { $n }
moving-column = Cột
moving-value = Giá trị
moving-result = Kết quả
moving-why-refused = Vì sao, cần làm gì
moving-refused-rows = { $n } dòng bị từ chối và lý do
moving-refused-before = Dòng bị từ chối trang trước
moving-refused-after = Dòng bị từ chối trang sau
moving-first-reasons = Chỉ giữ { $n } lý do đầu; còn dòng bị từ chối khác.
moving-first-rows = Những dòng đầu của tệp
moving-first-rows-judged = Những dòng đầu, theo quy tắc của loại hồ sơ
moving-will-record = sẽ ghi
moving-is-known = đã có
moving-is-refused = từ chối
