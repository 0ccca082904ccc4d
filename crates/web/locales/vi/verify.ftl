# Kiểm chứng giấy tiếp nhận: trang công khai /xac-minh.

verify-title = Kiểm chứng giấy tiếp nhận
verify-lead = Chọn tệp giấy tiếp nhận (PDF gốc hoặc tệp bằng chứng JSON). Trang này so với nhật ký công khai đã ký và cho biết giấy là thật hay đã bị sửa. Không cần đăng nhập, không lưu lại gì.
verify-file = Tệp giấy tiếp nhận
verify-file-hint = PDF gốc hoặc JSON. Bản chụp, bản in lại thành PDF không mang bằng chứng.
verify-submit = Kiểm chứng
verify-no-file = Chưa chọn tệp nào.
verify-genuine = Giấy thật: đúng như đã ghi trong nhật ký công khai.
verify-forged = Giấy không đúng với nhật ký: { $why }.
verify-unreadable = Không đọc được tệp: { $why }.
verify-unknown = Không có giấy tiếp nhận nào có số và mã này. Hãy kiểm tra lại mã trên giấy; nếu đúng, giấy này không do cơ quan cấp.
verify-not-yet = Hồ sơ vừa được tiếp nhận, bằng chứng đang được ký. Hãy thử lại sau vài giây.
verify-erased = Nhật ký có lá này, nhưng dữ liệu của hồ sơ đã xóa theo pháp luật nên không còn gì để đối chiếu. Tệp PDF gốc hoặc tệp bằng chứng JSON đã cấp vẫn kiểm chứng được: hãy chọn tệp ở dưới.
verify-number = Mã hồ sơ
verify-procedure = Thủ tục
verify-unit = Đơn vị
verify-accepted = Tiếp nhận lúc
verify-due = Hẹn trả kết quả
verify-leaf = Mã băm của lá
verify-without-us = Tự kiểm chứng, không cần cơ quan
verify-without-us-how = Chương trình minhbach là phần mềm mở, chạy được khi không có mạng:
