# The opening of a case, handed over to a body that inspects.

opening-heading = Giao bản mở cho thanh tra, giám sát
opening-way = Tệp mở toàn bộ hồ sơ này kèm bằng chứng, giao cho Thanh tra hoặc HĐND. Việc giao được ghi vào sổ cái.
opening-way-open = Mở trang giao bản mở
opening-intro = Hồ sơ { $number }. Người nhận kiểm chứng được tệp này với nhật ký mà không cần hỏi cơ quan.
opening-tells = Bản mở cho người nhận thấy
opening-tells-all = Mọi sự kiện của hồ sơ: ai làm, lúc nào, họ tên, nội dung, ý kiến, lý do và tên tệp
opening-tells-proofs = Bằng chứng rằng từng sự kiện đã nằm trong nhật ký đã ký và không bị sửa
opening-tells-erased = Sự kiện đã xóa theo pháp luật chỉ còn bằng chứng
opening-not = Bản mở không có
opening-not-files = Nội dung các tệp đính kèm: chỉ có mã băm để đối chiếu; giao tệp riêng
opening-not-whole = Bằng chứng rằng không thiếu sự kiện nào: điều đó không bản mở nào chứng minh được
opening-know = Cần biết trước
opening-know-recorded = Việc giao được ghi vào sổ cái trước khi tải tệp: ai giao, cho ai, lúc nào, căn cứ nào. Tải lại là giao lần nữa.
opening-know-secret = Tệp không mã hóa và có dữ liệu cá nhân: giao tận tay hoặc qua kênh bảo mật.
opening-know-verify = Người nhận kiểm chứng bằng: minhbach verify opening
opening-given = Đã giao, mới nhất trước
opening-given-line = { $at }: { $by } giao cho { $to }; căn cứ: { $why }
opening-to = Giao cho
opening-to-hint = Cơ quan và người nhận: Thanh tra tỉnh, ông Nguyễn Văn A
opening-why = Căn cứ
opening-why-hint = Kế hoạch, quyết định thanh tra hoặc nghị quyết giám sát
opening-submit = Ghi sổ và tải bản mở
