package dev.confab.sandbox.gms;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a chat is named by and opened with (Engage chat protocol notes §1.2, §2.3).
 *
 * @param service the chat service it was asked for at
 * @param chatId its name, a part of the path
 * @param userId the guest's id at Chat Server
 * @param secureKey its secret
 */
record ChatKey(String service, String chatId, String userId, String secureKey) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Over REST the secret is short, since it comes with the other ids. */
    static ChatKey forRest(String service) {
        return of(service, hex(8));
    }

    /** Over CometD the secret names the whole chat (§2.3). */
    static ChatKey forCometd(String service) {
        byte[] bytes = new byte[64];
        RANDOM.nextBytes(bytes);
        return of(service, Base64.getEncoder().encodeToString(bytes));
    }

    private static ChatKey of(String service, String secureKey) {
        return new ChatKey(
                service, "0002" + hex(6).toUpperCase(Locale.ROOT), "007C" + hex(6).toUpperCase(Locale.ROOT), secureKey);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
