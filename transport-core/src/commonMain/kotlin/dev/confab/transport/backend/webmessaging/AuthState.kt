package dev.confab.transport.backend.webmessaging

/** How a guest stands with the sign-in. */
public enum class AuthState {
    /** Nobody has signed in, or the guest has signed out. Also until the store has been read, which the first call does. */
    SIGNED_OUT,

    /** There is a token, or a way to get one without asking the guest. */
    SIGNED_IN,

    /** The sign-in has run out: the guest must sign in again. */
    AUTHORIZATION_REQUIRED,
}
