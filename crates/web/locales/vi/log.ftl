# Địa chỉ /log: nhật ký công khai, cho chương trình của người khác đọc.

log-not-published = Nhật ký công khai chưa được công bố: chưa có quyết định của Chủ tịch Ủy ban nhân dân tỉnh.
log-no-file = Nhật ký công khai không có tệp này.
