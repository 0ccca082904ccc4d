# Giấy tiếp nhận trên trang hồ sơ.

receipt-print = In giấy (PDF, kèm bằng chứng)
receipt-small = khổ A5
receipt-proof = Tải bằng chứng (JSON)
receipt-not-yet = Bằng chứng đang được ký
receipt-not-yet-why = Hồ sơ đã được tiếp nhận; nhật ký công khai ký mỗi giây một lần.
receipt-not-yet-again = Đợi vài giây rồi tải lại trang này.
