package dev.confab.sandbox.amm;

/** A user who can log in, and the count of changes that concern the user (AMM notes B.11). */
final class Account {

    private final String login;
    private final String password;
    private final Person person;
    private final boolean licensed;
    private final LoginSession plain;
    private long changes;

    Account(String login, String password, Person person, boolean licensed) {
        this.login = login;
        this.password = password;
        this.person = person;
        this.licensed = licensed;
        this.plain = new LoginSession("", this);
    }

    String login() {
        return login;
    }

    boolean hasPassword(String given) {
        return password.equals(given);
    }

    Person person() {
        return person;
    }

    boolean licensed() {
        return licensed;
    }

    /** What is remembered of clients that keep no cookie. */
    LoginSession plain() {
        return plain;
    }

    void changed() {
        changes++;
    }

    String entityTag() {
        return Long.toString(changes);
    }
}
