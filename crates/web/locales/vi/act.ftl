# Acts that belong to no step, files, and what cannot be taken.

act-remark = Cho ý kiến
act-urge = Đôn đốc
act-extend = Dời thời hạn
act-an-extension = gia hạn
act-ask-extension = Đề nghị { $name }
act-refuse-extension = Không đồng ý { $name }
act-attach = Đính kèm tệp
act-assign = Phân công
act-link = Liên kết hồ sơ
act-correct = Đính chính

act-remark-text = Ý kiến
act-remark-hint = Ghi @Họ tên để nhắc một người; người được nhắc nhận thông báo.
act-mention = Nhắc thêm một người
act-mention-hint = Chỉ gồm những người được đọc hồ sơ này.
act-urge-text = Nội dung đôn đốc
act-new-due = Hạn mới
act-asked-due = Hạn đề nghị
act-file = Tệp
act-file-hint = PDF, ảnh, Word, Excel hoặc văn bản thuần; tối đa { $megabytes } MB.
act-relation = Quan hệ
act-other = Số của hồ sơ kia
act-other-hint = Số, ký hiệu đúng như đã ghi, hoặc địa chỉ trang của hồ sơ.
act-correct-choose = Chọn mục ghi sai. Giá trị cũ, giá trị mới, lý do và người phê duyệt cùng hiện trong diễn biến, không xóa được.
act-correct-field = Mục cần đính chính
act-correct-value = Giá trị đúng
act-correct-hint = Đang ghi: { $now }. Để trống nếu mục này lẽ ra phải trống.
act-correct-empty = (trống)
act-approver = Người phê duyệt

act-give-text = Xin ghi nội dung.
act-give-file = Xin chọn tệp.
act-give-relation = Xin chọn quan hệ.
act-give-field = Xin chọn mục cần đính chính.
act-give-correct-reason = Xin ghi lý do đính chính.
act-give-approver = Xin chọn người phê duyệt.
act-no-case = Không tìm thấy hồ sơ “{ $typed }” trong các sổ ông/bà được xem.
act-many-cases = Có nhiều hồ sơ mang số này. Xin dán địa chỉ trang của hồ sơ.
act-no-proof-file = Tệp này không có trong hồ sơ. Xin chọn lại.
act-no-document = Không tìm thấy văn bản số “{ $number }” trong các sổ ông/bà được xem. Xin kiểm tra lại hoặc gắn tệp.
act-many-documents = Có nhiều văn bản mang số “{ $number }”. Xin ghi đủ số, ký hiệu hoặc gắn tệp.

act-file-empty = Tệp “{ $name }” trống. Xin chọn lại.
act-file-large = Tệp “{ $name }” quá { $megabytes } MB. Xin giảm dung lượng.
act-file-unknown = Tệp “{ $name }” không thuộc loại được nhận: PDF, PNG, JPEG, Word (docx), Excel (xlsx), văn bản thuần (txt).
act-file-lies = Tệp “{ $name }” mang đuôi .{ $ending } nhưng nội dung là { $is }. Xin đổi tên cho đúng hoặc chọn lại tệp.
act-file-plain = văn bản thuần

act-changed = Đã có thay đổi
act-step = Bước xử lý
act-open-again = Mở lại hồ sơ
act-busy = Đang bận
act-busy-again = Quay lại và gửi lại; gửi hai lần không làm việc bị ghi hai lần.
