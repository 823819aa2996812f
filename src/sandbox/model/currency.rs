//! Currencies of Telegram's payments: exponent, least and greatest total in the smallest units.
//! Source: `https://core.telegram.org/bots/payments/currencies.json`, August 2024; XTR (Telegram Stars) is not in it.
//! The greatest total of XTR is one that was seen accepted in September 2026; 150000 was seen refused.

/// What an invoice's total must keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Currency {
    pub(crate) exponent: u32,
    pub(crate) least: i64,
    pub(crate) greatest: i64,
}

/// The currency of Telegram Stars.
pub(crate) const STARS: &str = "XTR";

pub(crate) fn find(code: &str) -> Option<Currency> {
    let row = CURRENCIES.binary_search_by(|row| row.0.cmp(code)).ok()?;
    let (_, exponent, least, greatest) = CURRENCIES[row];
    Some(Currency {
        exponent,
        least,
        greatest,
    })
}

/// An amount as a person reads it: `12.50 EUR`, `-0.05 EUR`, `⭐ 5`.
pub(crate) fn words(amount: i64, code: &str) -> String {
    if code == STARS {
        return format!("⭐ {amount}");
    }
    let exponent = find(code).map_or(2, |currency| currency.exponent);
    if exponent == 0 {
        return format!("{amount} {code}");
    }
    let unit = 10_u64.pow(exponent);
    let size = amount.unsigned_abs();
    let sign = if amount < 0 { "-" } else { "" };
    let width = usize::try_from(exponent).unwrap_or(2);
    format!("{sign}{}.{:0width$} {code}", size / unit, size % unit)
}

/// Sorted by code.
#[rustfmt::skip]
const CURRENCIES: &[(&str, u32, i64, i64)] = &[
    ("AED", 2, 367, 3_673_042),
    ("AFN", 2, 7_032, 70_320_011),
    ("ALL", 2, 9_170, 91_699_858),
    ("AMD", 2, 38_438, 384_379_435),
    ("ARS", 2, 93_241, 932_408_369),
    ("AUD", 2, 154, 1_535_627),
    ("AZN", 2, 170, 1_703_970),
    ("BAM", 2, 179, 1_790_780),
    ("BDT", 2, 11_644, 116_440_049),
    ("BGN", 2, 179, 1_790_871),
    ("BHD", 3, 377, 3_765_970),
    ("BND", 2, 132, 1_319_416),
    ("BOB", 2, 685, 6_847_960),
    ("BRL", 2, 570, 5_700_224),
    ("BYN", 2, 324, 3_242_595),
    ("CAD", 2, 139, 1_387_250),
    ("CHF", 2, 86, 858_080),
    ("CLP", 0, 944, 9_438_172),
    ("CNY", 2, 716, 7_159_204),
    ("COP", 2, 405_201, 4_052_007_508),
    ("CRC", 2, 51_870, 518_701_644),
    ("CZK", 2, 2_323, 23_232_104),
    ("DKK", 2, 684, 6_838_604),
    ("DOP", 2, 5_895, 58_947_947),
    ("DZD", 2, 13_411, 134_106_121),
    ("EGP", 2, 4_863, 48_626_104),
    ("ETB", 2, 8_025, 80_247_402),
    ("EUR", 2, 92, 915_704),
    ("GBP", 2, 78, 780_853),
    ("GEL", 2, 271, 2_705_040),
    ("GHS", 2, 1_541, 15_410_887),
    ("GTQ", 2, 768, 7_680_264),
    ("HKD", 2, 781, 7_807_950),
    ("HNL", 2, 2_453, 24_532_344),
    ("HRK", 2, 691, 6_907_950),
    ("HUF", 2, 36_510, 365_103_831),
    ("IDR", 2, 1_617_595, 16_175_950_000),
    ("ILS", 2, 380, 3_799_935),
    ("INR", 2, 8_377, 83_767_350),
    ("IQD", 3, 1_298_173, 12_981_733_280),
    ("IRR", 2, 4_210_500, 42_105_000_352),
    ("ISK", 0, 138, 1_379_504),
    ("JMD", 2, 15_504, 155_042_805),
    ("JOD", 3, 709, 7_087_040),
    ("JPY", 0, 147, 1_465_950),
    ("KES", 2, 12_883, 128_828_458),
    ("KGS", 2, 8_403, 84_030_384),
    ("KRW", 0, 1_358, 13_581_650),
    ("KZT", 2, 47_034, 470_338_323),
    ("LBP", 2, 8_874_340, 88_743_396_054),
    ("LKR", 2, 29_919, 299_189_672),
    ("MAD", 2, 979, 9_790_963),
    ("MDL", 2, 1_762, 17_620_290),
    ("MMK", 2, 324_796, 3_247_960_992),
    ("MNT", 2, 345_000, 3_450_000_346),
    ("MOP", 2, 797, 7_972_623),
    ("MUR", 2, 4_675, 46_750_378),
    ("MVR", 2, 1_536, 15_360_378),
    ("MXN", 2, 1_918, 19_178_504),
    ("MYR", 2, 450, 4_497_504),
    ("MZN", 2, 6_390, 63_899_991),
    ("NGN", 2, 163_595, 1_635_950_377),
    ("NIO", 2, 3_648, 36_478_506),
    ("NOK", 2, 1_095, 10_948_150),
    ("NPR", 2, 13_277, 132_765_646),
    ("NZD", 2, 168, 1_678_557),
    ("PAB", 2, 99, 990_981),
    ("PEN", 2, 371, 3_708_923),
    ("PHP", 2, 5_780, 57_795_038),
    ("PKR", 2, 27_599, 275_991_393),
    ("PLN", 2, 393, 3_929_050),
    ("PYG", 0, 7_505, 75_053_793),
    ("QAR", 2, 361, 3_613_606),
    ("RON", 2, 456, 4_560_404),
    ("RSD", 2, 10_716, 107_157_442),
    ("RUB", 2, 8_922, 89_218_514),
    ("SAR", 2, 375, 3_753_930),
    ("SEK", 2, 1_055, 10_554_325),
    ("SGD", 2, 133, 1_327_104),
    ("SYP", 2, 251_253, 2_512_530_370),
    ("THB", 2, 3_531, 35_313_038),
    ("TJS", 2, 1_048, 10_479_788),
    ("TRY", 2, 3_310, 33_102_504),
    ("TTD", 2, 671, 6_710_617),
    ("TWD", 2, 3_260, 32_603_904),
    ("TZS", 2, 268_068, 2_680_675_731),
    ("UAH", 2, 4_089, 40_888_706),
    ("UGX", 0, 3_692, 36_918_006),
    ("USD", 2, 100, 1_000_000),
    ("UYU", 2, 3_993, 39_930_412),
    ("UZS", 2, 1_246_166, 12_461_658_197),
    ("VEF", 2, 362_255_253, 999_999_999_999),
    ("VND", 0, 25_218, 252_175_000),
    ("XTR", 0, 1, 100_000),
    ("YER", 2, 25_035, 250_350_363),
    ("ZAR", 2, 1_828, 18_278_037),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_every_code_is_found() {
        assert!(CURRENCIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (code, exponent, least, greatest) in CURRENCIES {
            assert_eq!(
                find(code),
                Some(Currency {
                    exponent: *exponent,
                    least: *least,
                    greatest: *greatest
                })
            );
            assert!(0 < *least && least < greatest, "{code}");
        }
        assert_eq!(find("eur"), None);
    }

    #[test]
    fn amounts_are_written_with_the_currency_s_own_places() {
        assert_eq!(words(1250, "EUR"), "12.50 EUR");
        assert_eq!(words(-5, "EUR"), "-0.05 EUR");
        assert_eq!(words(7087, "JOD"), "7.087 JOD");
        assert_eq!(words(300, "JPY"), "300 JPY");
        assert_eq!(words(5, "XTR"), "⭐ 5");
        assert_eq!(words(i64::MIN, "EUR"), "-92233720368547758.08 EUR");
    }
}
