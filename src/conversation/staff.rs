//! The shop's own side: marks on orders, counts, and what became of messages that were owed.

use super::{
    Alert, Books, Change, Decision, DeliveryEnd, Effect, FileNews, Missing, Owed, OwedKind, StockChange, StockRow,
    TapEvent, Toast, Turn, browse, desk::Desk, posts,
};
use crate::{
    ids::{OrderId, OutboxId, RevisionId, Sku},
    order::{Progress, State},
};

/// "Done" and "shipped" under the notice of an order. A mark is made once and only goes forward.
pub(super) fn progress(
    turn: &Turn,
    books: &Books,
    tap: &TapEvent,
    id: OrderId,
    progress: Progress,
) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    if !browse::is_staff_here(&desk, &tap.from, tap.chat, tap.private) {
        desk.answer_tap(&tap.query, Some(Toast::StaffOnly));
        return Ok(desk.close());
    }
    let found = books.order(&desk.shop.id, id)?;
    let Some((order, _)) = found.filter(|(order, _)| order.state == State::Fulfilled) else {
        desk.answer_tap(&tap.query, Some(Toast::Gone));
        return Ok(desk.close());
    };
    if progress <= order.progress {
        desk.answer_tap(&tap.query, Some(Toast::AlreadyMarked(id)));
        return Ok(desk.close());
    }
    let mut order = order.clone();
    order.progress = progress;
    order.updated_at = turn.now;
    desk.note(id, progress.word(), Some(tap.from.user()), "");
    desk.owe(
        order.chat,
        &order.language.clone(),
        Owed::Progress { order: id, progress },
    );
    desk.change(Change::Order(order));
    desk.answer_tap(&tap.query, Some(Toast::Marked(id)));
    Ok(desk.close())
}

/// The owner's yes to files that were held back. Whether they still wait is the engine's to know.
pub(super) fn accept(turn: &Turn, books: &Books, tap: &TapEvent, revision: u64) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    if !browse::is_staff_here(&desk, &tap.from, tap.chat, tap.private) {
        desk.answer_tap(&tap.query, Some(Toast::StaffOnly));
        return Ok(desk.close());
    }
    if !desk.shop.is_owner(tap.from.user()) {
        desk.answer_tap(&tap.query, Some(Toast::OwnerOnly));
        return Ok(desk.close());
    }
    let language = desk.language.clone();
    desk.effect(Effect::Accept {
        revision: RevisionId::of_number(revision),
        query: tap.query.clone(),
        chat: tap.chat,
        message: tap.message,
        language,
    });
    Ok(desk.close())
}

/// A count in the files is taken when it first appears and when the number changes; an unchanged number does nothing.
pub(super) fn opened(turn: &Turn, books: &Books, counted: &[(Sku, i64)]) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    for (sku, count) in counted {
        let row = books.stock(&desk.shop.id, sku)?;
        if row.is_some_and(|row| row.in_file == *count) {
            continue;
        }
        let before = row.map_or(0, |row| row.on_hand);
        let row = row.cloned().unwrap_or_else(|| blank(&desk, sku));
        // What is promised to people who are paying stays promised.
        let on_hand = row.reserved.max(*count);
        desk.recount(
            StockRow {
                on_hand,
                in_file: *count,
                ..row
            },
            before,
            "recount",
            None,
        );
    }
    posts::look_over(&mut desk)?;
    Ok(desk.close())
}

/// What became of the shop's files, for everybody who works there.
pub(super) fn files(turn: &Turn, books: &Books, news: &FileNews) -> Decision {
    let mut desk = Desk::of_engine(turn, books);
    desk.owe_staff(&Owed::Alert(Alert::Files(news.clone())));
    desk.close()
}

fn blank(desk: &Desk<'_>, sku: &Sku) -> StockRow {
    StockRow {
        shop: desk.shop.id.clone(),
        sku: sku.clone(),
        on_hand: 0,
        reserved: 0,
        in_file: 0,
        version: 0,
    }
}

/// A count that a person set or moved. Below what is promised it is refused: nothing changes.
pub(super) fn stock(turn: &Turn, books: &Books, sku: &Sku, change: StockChange) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    // A pool has as many as it has unsold keys, whoever asks for another number.
    let counted = books.stock(&desk.shop.id, sku)?.filter(|row| row.in_file >= 0);
    let Some(row) = counted else {
        return Ok(desk.close());
    };
    let target = match change {
        StockChange::Add(units) => row.on_hand.checked_add(units),
        StockChange::Set(units) => Some(units),
    };
    if let Some(on_hand) = target.filter(|units| *units >= row.reserved && *units >= 0 && *units != row.on_hand) {
        desk.recount(StockRow { on_hand, ..row.clone() }, row.on_hand, "restock", None);
    }
    Ok(desk.close())
}

/// An owed message came to its end: sent, bounced, or never to be taken.
pub(super) fn delivered(
    turn: &Turn,
    books: &Books,
    row: OutboxId,
    kind: OwedKind,
    order: Option<OrderId>,
    end: &DeliveryEnd,
) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    desk.change(Change::OutboxEnd {
        row,
        end: end.clone(),
        at: turn.now,
    });
    let Some(order) = order else { return Ok(desk.close()) };
    let (what, note) = match end {
        DeliveryEnd::Sent => (sent(kind), ""),
        DeliveryEnd::Blocked => ("bounced", "the customer has blocked the bot"),
        DeliveryEnd::Failed(words) => ("not_sent", words.as_str()),
    };
    desk.note(order, what, None, note);
    let for_customer = !matches!(kind, OwedKind::Notice | OwedKind::Alert);
    if *end == DeliveryEnd::Blocked && for_customer {
        mark_blocked(&mut desk, order)?;
    }
    Ok(desk.close())
}

fn sent(kind: OwedKind) -> &'static str {
    match kind {
        OwedKind::Receipt => "receipt_sent",
        OwedKind::File => "file_sent",
        OwedKind::Notice => "notice_sent",
        OwedKind::Progress => "progress_sent",
        OwedKind::MoneyNote => "money_note_sent",
        OwedKind::Alert => "alert_sent",
        OwedKind::Post => "post_shown",
    }
}

fn mark_blocked(desk: &mut Desk<'_>, order: OrderId) -> Result<(), Missing> {
    let Some((order, _)) = desk.books.order(&desk.shop.id, order)? else {
        return Ok(());
    };
    if let Some(customer) = desk
        .books
        .customer(&desk.shop.id, order.payer)?
        .filter(|customer| !customer.blocked)
    {
        desk.change(Change::Customer(super::Customer {
            blocked: true,
            ..customer.clone()
        }));
    }
    Ok(())
}
