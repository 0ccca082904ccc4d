# Parts of pages: fields of forms, deadlines, choices, maps.

parts-error = Lỗi:
parts-optional = (không bắt buộc)
parts-apply = Áp dụng
parts-due = hạn
parts-due-at = Hạn: { $due }
parts-why = vì sao?
parts-why-due = Vì sao có hạn này?

parts-choose = — chọn —
parts-chosen = Đang chọn
parts-filter = Gõ để lọc, có dấu hoặc không; Enter để chọn
parts-departments = Sở, ban, ngành
parts-districts = Huyện, thị xã, thành phố
parts-communes = Xã, phường
parts-agencies = Cơ quan khác
parts-office = Văn phòng
parts-rooms = Phòng của Văn phòng
parts-centres = Trung tâm
