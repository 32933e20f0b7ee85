package dev.confab.sandbox.amm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who there is: the users, and those who can only be talked with. */
final class People {

    private final Map<String, Account> byLogin = new LinkedHashMap<>();
    private final Map<String, Person> byAddress = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Account> byToken = new LinkedHashMap<>();

    People(AmmOptions options) {
        for (AmmOptions.User user : options.users()) {
            Person person = new Person(options.addressOf(user.login()), user.givenName(), user.surname(), false);
            Account account = new Account(user.login(), user.password(), person, user.licensed());
            byLogin.put(user.login(), account);
            add(person);
            accounts.put(key(person.address()), account);
        }
        options.contacts().forEach(this::add);
        options.tokens().forEach((token, login) -> {
            Account account = byLogin.get(login);
            if (account != null) {
                byToken.put(token, account);
            }
        });
    }

    private void add(Person person) {
        byAddress.put(key(person.address()), person);
    }

    List<Account> accounts() {
        return List.copyOf(byLogin.values());
    }

    @Nullable
    Account byLogin(String login) {
        return byLogin.get(login);
    }

    @Nullable
    Account byToken(String token) {
        return byToken.get(token);
    }

    /** The user of a person, null for one who cannot log in. */
    @Nullable
    Account of(Person person) {
        return accounts.get(key(person.address()));
    }

    /** Finds somebody; the case of addresses does not matter. */
    @Nullable
    Person find(String address) {
        return byAddress.get(key(address));
    }

    String addresses() {
        return String.join(", ", byAddress.keySet());
    }

    private static String key(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }
}
