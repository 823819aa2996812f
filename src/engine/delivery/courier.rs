//! The task that sends: reads what is owed by pages, takes what may leave, loads by one read what it must know of, and sends
//! to several chats at once.

use std::{pin::pin, sync::Arc, time::Duration};

use foldhash::HashMap;
use tokio::task::JoinSet;

use super::{
    parcel::{Lane, Parcel},
    send::send,
    waiting::Page,
};
use crate::{
    conversation::OrderFacts,
    engine::{Fault, shop::RunningShop, supervise::Backoff},
    ids::OrderId,
};

/// Telegram takes about thirty messages a second of one bot; more at once gain nothing.
const CHATS_AT_ONCE: usize = 16;
/// A page of the outbox.
const OWED_PAGE: i64 = 256;
const BACKOFF_MIN: Duration = Duration::from_millis(500);
const BACKOFF_MAX: Duration = Duration::from_secs(30);

/// Sends the messages of one shop.
pub(in crate::engine) struct Courier {
    shop: Arc<RunningShop>,
    sending: JoinSet<()>,
}

/// Sends until the shop closes; what is on its way then still arrives.
pub(in crate::engine) async fn run(shop: Arc<RunningShop>) {
    let mut courier = Courier::new(shop.clone());
    let mut backoff = Backoff::new(BACKOFF_MIN, BACKOFF_MAX);
    let clock = shop.ground.clock.clone();
    let mut closed = pin!(shop.closed.given());
    while !shop.closed.is_given() {
        let pause = match courier.dispatch().await {
            Ok(_) => {
                backoff.reset();
                None
            }
            Err(fault) => {
                tracing::error!("{}: messages could not be prepared: {fault}", shop.id);
                Some(backoff.next())
            }
        };
        let rest = async {
            match pause {
                Some(pause) => clock.sleep(pause).await,
                None => courier.wait().await,
            }
        };
        tokio::select! {
            biased;
            () = &mut closed => {}
            () = rest => {}
        }
    }
    courier.finish().await;
}

impl Courier {
    /// Begins with what the outbox holds.
    pub(in crate::engine) fn new(shop: Arc<RunningShop>) -> Courier {
        shop.parcels.start_over();
        Courier {
            shop,
            sending: JoinSet::new(),
        }
    }

    /// One pass: sends what may leave now and waits for it to end; says how many messages that were.
    pub(in crate::engine) async fn step(&mut self) -> Result<usize, Fault> {
        let count = self.dispatch().await?;
        self.finish().await;
        Ok(count)
    }

    async fn finish(&mut self) {
        while self.sending.join_next().await.is_some() {}
    }

    async fn dispatch(&mut self) -> Result<usize, Fault> {
        while let Some(ended) = self.sending.try_join_next() {
            if ended.is_err() {
                self.shop.parcels.lost();
            }
        }
        self.read_owed().await?;
        let now = self.shop.ground.clock.now();
        let parcels = self.shop.parcels.take(now, CHATS_AT_ONCE);
        let facts = match self.facts(&parcels).await {
            Ok(facts) => facts,
            Err(fault) => {
                for (lane, parcel) in parcels {
                    self.shop.parcels.again(lane, parcel, now);
                }
                return Err(fault);
            }
        };
        let count = parcels.len();
        for (lane, parcel) in parcels {
            let facts = parcel.order().and_then(|order| facts.get(&order).cloned());
            // Boxed: a task that holds a whole call is large, and the runtime moves it more than once.
            self.sending
                .spawn(Box::pin(send(self.shop.clone(), lane, parcel, facts)));
        }
        Ok(count)
    }

    /// Reads the outbox as far as memory has room.
    async fn read_owed(&self) -> Result<(), Fault> {
        let shop = &self.shop;
        while let Some(look) = shop.parcels.take_look(shop.ground.clock.now()) {
            let read = match look.at {
                Page::After(row) => shop.ground.reader.owed(&shop.id, row, OWED_PAGE).await,
                Page::Chat(chat) => shop.ground.reader.owed_for_chat(&shop.id, chat).await,
            };
            match read {
                Ok(rows) => {
                    let whole = i64::try_from(rows.len()).is_ok_and(|rows| rows < OWED_PAGE)
                        || matches!(look.at, Page::Chat(_));
                    shop.parcels.owed(rows, shop.ground.clock.now(), &look, whole);
                }
                Err(error) => {
                    shop.parcels.look_failed(look);
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    /// The orders that these are about; those that are not known are read.
    async fn facts(&self, parcels: &[(Lane, Parcel)]) -> Result<HashMap<OrderId, Arc<OrderFacts>>, Fault> {
        let mut facts = self.shop.parcels.told(parcels);
        let orders = parcels.iter().filter_map(|(_, parcel)| parcel.order());
        let mut orders: Vec<OrderId> = orders.filter(|order| !facts.contains_key(order)).collect();
        orders.sort_unstable();
        orders.dedup();
        if !orders.is_empty() {
            let read = self.shop.ground.reader.facts(&orders).await?;
            facts.extend(read.into_iter().map(|read| (read.order.id, Arc::new(read))));
        }
        Ok(facts)
    }

    /// Waits until something new waits, a message has left (which is news, too), or a pause is over.
    async fn wait(&mut self) {
        let clock = self.shop.ground.clock.clone();
        let pause = self.shop.parcels.pause(clock.now(), CHATS_AT_ONCE);
        let rest = async {
            match pause {
                Some(pause) => clock.sleep(pause).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.shop.parcels.news() => {}
            () = rest => {}
        }
    }
}
