package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.webmessaging.AsyncWebMessagingAuth;
import java.util.Locale;
import java.util.Map;

/** Takes the session over to the guest whom an identity provider has let in. */
final class LoginCommand {

    private static final String USAGE = "CODE [REDIRECT [VERIFIER]]";

    /** Where a program on the guest's own machine has the browser come back to. */
    private static final String LOCAL = "http://localhost";

    private final AsyncMessagingClient client;
    private final AsyncWebMessagingAuth auth;
    private final Calls calls;

    LoginCommand(AsyncMessagingClient client, AsyncWebMessagingAuth auth, Calls calls) {
        this.client = client;
        this.auth = auth;
        this.calls = calls;
    }

    Verb verb() {
        return new Verb("/login", USAGE, "signs you in with a code of the identity provider", true, this::login);
    }

    private Answer login(String argument) throws Refusal, InterruptedException {
        String[] words = argument.split("\\s+", -1);
        if (words.length > 3) {
            throw new Refusal("Write it as /login " + USAGE + ".");
        }
        String redirect = words.length > 1 ? words[1] : LOCAL;
        String verifier = words.length > 2 ? words[2] : null;
        var unused =
                calls.result(auth.authorize(words[0], redirect, verifier).thenCompose(authorized -> client.signIn()));
        String state = auth.state().name().toLowerCase(Locale.ROOT);
        return new Answer("login", Map.of("state", state), "You are signed in.");
    }
}
