package dev.confab.client.webmessaging;

import dev.confab.client.Subscription;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.webmessaging.AuthState;
import dev.confab.transport.backend.webmessaging.AuthorizationRequest;
import dev.confab.transport.backend.webmessaging.WebMessagingAuth;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in of one guest, for Java: {@link WebMessagingAuth} with futures.
 *
 * <p>Futures complete on shared daemon threads of the library and fail with a {@code MessagingException}. Thread-safe; there is nothing to
 * close.
 */
public final class AsyncWebMessagingAuth {

    private final WebMessagingAuth auth;

    private AsyncWebMessagingAuth(WebMessagingAuth auth) {
        this.auth = auth;
    }

    /**
     * Makes the sign-in of a guest.
     *
     * @param confab what it shares with others
     * @param options the deployment, and where the guest's records are kept
     * @return a sign-in to which {@link #options} gives a client
     */
    public static AsyncWebMessagingAuth create(Confab confab, WebMessagingOptions options) {
        return new AsyncWebMessagingAuth(WebMessagingAuth.create(
                Objects.requireNonNull(options, "options"),
                Objects.requireNonNull(confab, "confab").getHttpClient()));
    }

    /**
     * Gives a client to this sign-in.
     *
     * @param options the options that this was made with
     * @return the same, for the guest of this sign-in
     */
    public WebMessagingOptions options(WebMessagingOptions options) {
        return Objects.requireNonNull(options, "options").withAuth(auth);
    }

    /**
     * Exchanges the code of the identity provider, once.
     *
     * @param code what the identity provider gave
     * @param redirectUri the one that the code was asked for with
     * @param codeVerifier of the PKCE that the code was asked for with, or null
     * @return completes when the guest is signed in; fails with {@code AuthFailed}
     */
    public CompletableFuture<Void> authorize(String code, String redirectUri, @Nullable String codeVerifier) {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(redirectUri, "redirectUri");
        return SuspendedCalls.completion(done -> auth.authorize(code, redirectUri, codeVerifier, done));
    }

    /**
     * Checks the answer to a visit of the sign-in page, and exchanges the code in it.
     *
     * @param request the visit
     * @param redirect the address that the browser came back with
     * @return completes when the guest is signed in; fails with {@code AuthFailed}
     */
    public CompletableFuture<Void> authorize(AuthorizationRequest request, String redirect) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(redirect, "redirect");
        return SuspendedCalls.completion(done -> auth.authorize(request, redirect, done));
    }

    /**
     * Exchanges an id token of the implicit flow.
     *
     * @param idToken what the identity provider gave
     * @param nonce the one that it was asked for with
     * @return completes when the guest is signed in; fails with {@code AuthFailed}
     */
    public CompletableFuture<Void> authorizeImplicit(String idToken, String nonce) {
        Objects.requireNonNull(idToken, "idToken");
        Objects.requireNonNull(nonce, "nonce");
        return SuspendedCalls.completion(done -> auth.authorizeImplicit(idToken, nonce, done));
    }

    /**
     * Tells whether the guest should be asked to sign in.
     *
     * @return whether; fails when the deployment's config cannot be had
     */
    public CompletableFuture<Boolean> shouldAuthorize() {
        return SuspendedCalls.future(done -> auth.shouldAuthorize(done));
    }

    /**
     * Signs out: here at once and in any case, then everywhere.
     *
     * @return completes when the service did it, too; fails with {@code AuthLogoutFailed} when it did not
     */
    public CompletableFuture<Void> logout() {
        return SuspendedCalls.completion(auth::logout);
    }

    /**
     * Tells how the guest stands.
     *
     * @return the state now
     */
    public AuthState state() {
        return auth.getState().getValue();
    }

    /**
     * Tells a handler whenever {@link #state} changes from now on, on shared daemon threads of the library.
     *
     * @param handler is given the new state
     * @return ends it
     */
    public Subscription onStateChanged(Consumer<AuthState> handler) {
        return onStateChanged(handler, CallbackThreads.getExecutor());
    }

    /**
     * Tells a handler whenever {@link #state} changes from now on. A handler that is slow is not told of what came and went meanwhile; what
     * one throws goes to the handler of uncaught exceptions of its thread, and harms nobody else.
     *
     * @param handler is given the new state
     * @param executor where, one call at a time
     * @return ends it
     */
    public Subscription onStateChanged(Consumer<AuthState> handler, Executor executor) {
        return AuthStateWatch.start(
                auth.getState(),
                Objects.requireNonNull(handler, "handler"),
                Objects.requireNonNull(executor, "executor"));
    }
}
