//! The binary: everything it does lives in the library.

fn main() -> std::process::ExitCode {
    kiosk::cli::main()
}
