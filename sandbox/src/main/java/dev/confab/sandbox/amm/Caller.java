package dev.confab.sandbox.amm;

/**
 * Who makes a call.
 *
 * @param account the user
 * @param session what is remembered of the client
 * @param named whether the client came with a user name, not with a token
 * @param at where the client finds things
 */
record Caller(Account account, LoginSession session, boolean named, Hrefs at) {

    Person person() {
        return account.person();
    }

    String login() {
        return account.login();
    }

    Views views() {
        return new Views(at);
    }
}
