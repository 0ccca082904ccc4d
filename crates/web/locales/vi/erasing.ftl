# Erasing a case by law: the form, the list of what was erased.

erasing-title = Xóa theo pháp luật
erasing-lead = Hồ sơ đã xóa nội dung theo pháp luật: { $n }. Việc xóa do người quản trị làm, với hồ sơ đã kết thúc, khi luật yêu cầu (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15).
erasing-number = Xóa một hồ sơ: số hồ sơ
erasing-number-hint = Số như ghi trên hồ sơ, hoặc mã định danh trong địa chỉ trang hồ sơ
erasing-open = Mở trang xác nhận xóa
erasing-none-found = Không có hồ sơ nào mang số “{ $number }”. Hãy kiểm tra lại số.
erasing-several = Nhiều hồ sơ mang số này
erasing-kind = Loại
erasing-erased = Hồ sơ đã xóa, mới nhất trước
erasing-case = Hồ sơ
erasing-at = Xóa lúc
erasing-by = Người xóa
erasing-ground = Căn cứ
erasing-nothing-erased = Chưa có hồ sơ nào bị xóa nội dung.

erasing-heading = Xóa dữ liệu theo pháp luật
erasing-about = { $kind } số { $number }, kết thúc lúc { $closed }.
erasing-gone = Sẽ mất hẳn
erasing-gone-texts = Mọi lời văn của hồ sơ: họ tên, địa chỉ, số giấy tờ, nội dung, ý kiến, lý do
erasing-gone-title = Trích yếu: các danh sách chỉ còn ghi “đã xóa theo pháp luật”
erasing-gone-files = Mọi tệp đính kèm và tên tệp
erasing-gone-key = Khóa mở nội dung của riêng hồ sơ này
erasing-stays = Còn lại
erasing-stays-course = Số, loại, đơn vị, người xử lý, các bước và thời điểm của hồ sơ
erasing-stays-figures = Thời hạn và mọi số liệu báo cáo: không con số nào thay đổi
erasing-stays-proofs = Mọi bằng chứng trong nhật ký; giấy tiếp nhận đã cấp vẫn kiểm chứng được
erasing-stays-ground = Việc xóa này: ai xóa, lúc nào, theo căn cứ nào
erasing-know = Cần biết trước
erasing-know-final = Không thể hoàn lại, kể cả người quản trị hay nhà cung cấp phần mềm.
erasing-know-backups = Bản sao lưu có từ trước vẫn đọc được bằng bản sao khóa từ trước: hãy hủy các bản sao khóa ấy theo hạn đã định. Khôi phục từ bản cũ thì hồ sơ được xóa lại ngay.
erasing-know-rewrite = Sau khi xóa, hãy viết lại cơ sở dữ liệu vào ban đêm (ở trang Xóa theo pháp luật), để vùng trống trên đĩa cũng không còn gì.
erasing-document = Văn bản làm căn cứ
erasing-document-hint = Số, ngày, cơ quan: Quyết định 45/QĐ-VP ngày 02/01/2024
erasing-reason = Lý do
erasing-reason-hint = Điều luật và lý do. Căn cứ được giữ lại mãi, nên không nêu tên ai.
erasing-type = Gõ lại số hồ sơ để xác nhận
erasing-type-hint = Gõ đúng: { $number }
erasing-give-document = Ghi số, ngày của văn bản làm căn cứ.
erasing-give-reason = Ghi điều luật và lý do.
erasing-give-number = Số gõ lại chưa đúng số của hồ sơ này. Gõ đúng như dòng chỉ dẫn.
erasing-submit = Xóa dữ liệu, không thể hoàn lại

erasing-rewrite = Viết lại cơ sở dữ liệu
erasing-rewrite-why = Nội dung đã xóa không còn đọc được. Việc này viết lại toàn bộ cơ sở dữ liệu để vùng trống trên đĩa cũng không còn dấu vết. Mất thời gian bằng sao chép cả cơ sở dữ liệu; trong lúc đó không ai ghi được gì: nên làm vào ban đêm.
erasing-rewrite-submit = Viết lại ngay
erasing-rewritten = Đã viết lại cơ sở dữ liệu: vùng trống trên đĩa không còn gì của hồ sơ đã xóa.

erasing-way = Khi luật yêu cầu xóa dữ liệu cá nhân của hồ sơ này. Trang sau nói rõ cái gì mất, cái gì còn.
erasing-way-open = Mở trang xác nhận
erasing-notice = Nội dung, trích yếu và tệp của hồ sơ này đã xóa theo pháp luật. Các bước, thời hạn, số liệu và bằng chứng được giữ nguyên.
erasing-said = { $at }, { $by }; căn cứ: { $reason }
erasing-title-of-case = (đã xóa theo pháp luật)
