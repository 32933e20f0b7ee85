package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.identity.IdentityOptions;
import dev.confab.sandbox.identity.User;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files in the conversation that the sessions of a user share (Web Messaging protocol notes §4, §11.2, §11.3.3). */
class SharedFilesTest {

    private static final User MIRA = IdentityOptions.DEFAULT.users().get(0);
    private static final User JONAS = IdentityOptions.DEFAULT.users().get(1);
    private static final String NOT_FOUND = "4009 Attachment not found";

    private final ServiceTester tester = ServiceTester.plain();

    @AfterEach
    void deleteFiles() {
        tester.files.close();
    }

    @Test
    void a_file_of_one_device_is_known_on_the_other_devices_of_the_user() {
        Client phone = device("phone", MIRA);
        Client laptop = device("laptop", MIRA);
        Client stranger = device("stranger", JONAS);
        upload(phone, "a1");
        laptop.frames.clear();
        assertEquals("PresignedUrlResponse", ask(laptop, "a1"));
        assertEquals(NOT_FOUND, ask(stranger, "a1"));
        laptop.message("{\"type\":\"Text\",\"content\":[" + FileDesk.attachment("a1") + "]}");
        assertEquals("a1", phone.next().at("/body/content/0/attachment/id").asText());
        laptop.frames.clear();
        phone.action("deleteAttachment", "\"attachmentId\":\"a1\"");
        assertEquals("4009 Attachment not found: it was sent already", phone.nextError());
    }

    @Test
    void an_id_that_one_device_used_is_taken_on_the_others() {
        Client phone = device("phone", MIRA);
        Client laptop = device("laptop", MIRA);
        upload(phone, "a1");
        Path ofPhone = onDisk("phone", "a1");
        laptop.frames.clear();
        laptop.action("onAttachment", FileDesk.announce("a1", "other.txt", "text/plain"));
        assertEquals("400 Bad request: attachmentId a1 was used before", laptop.nextError());
        assertTrue(Files.exists(ofPhone));
    }

    @Test
    void after_a_logout_the_user_finds_what_was_sent_and_nothing_else() {
        Client phone = device("phone", MIRA);
        upload(phone, "sent");
        phone.message("{\"type\":\"Text\",\"content\":[" + FileDesk.attachment("sent") + "]}");
        upload(phone, "unsent");
        Path sent = onDisk("phone", "sent");
        Path unsent = onDisk("phone", "unsent");
        Effects effects = new Effects();
        tester.service.life().logOut(phone.connection.deployment(), MIRA, effects);
        tester.run(effects.list());
        assertTrue(Files.exists(sent));
        assertFalse(Files.exists(unsent));
        Client laptop = device("laptop", MIRA);
        assertEquals("PresignedUrlResponse", ask(laptop, "sent"));
        assertEquals(NOT_FOUND, ask(laptop, "unsent"));
        assertEquals(NOT_FOUND, ask(device("stranger", JONAS), "sent"));
        laptop.presence("Clear");
        assertFalse(Files.exists(sent));
    }

    @Test
    void who_clears_the_conversation_deletes_the_files_of_all_devices() {
        Client phone = device("phone", MIRA);
        Client laptop = device("laptop", MIRA);
        upload(phone, "a1");
        upload(laptop, "b1");
        Path first = onDisk("phone", "a1");
        Path second = onDisk("laptop", "b1");
        phone.presence("Clear");
        assertFalse(Files.exists(first));
        assertFalse(Files.exists(second));
    }

    @Test
    void a_step_up_deletes_the_files_of_the_sessions_that_it_ends_and_keeps_those_of_the_guest() {
        Client former = device("phone", MIRA);
        upload(former, "old");
        former.message("{\"type\":\"Text\",\"content\":[" + FileDesk.attachment("old") + "]}");
        Path old = onDisk("phone", "old");
        Client guest = tester.connect().withToken("guest");
        guest.configure();
        upload(guest, "mine");
        guest.frames.clear();
        guest.authenticate(tester.jwt(MIRA));
        guest.frames.clear();
        assertFalse(Files.exists(old));
        assertEquals(NOT_FOUND, ask(guest, "old"));
        assertEquals("PresignedUrlResponse", ask(guest, "mine"));
    }

    @Test
    void a_conversation_that_expired_takes_its_files_along() {
        Client phone = device("phone", MIRA);
        upload(phone, "a1");
        phone.message("{\"type\":\"Text\",\"content\":[" + FileDesk.attachment("a1") + "]}");
        Path path = onDisk("phone", "a1");
        tester.advance(Duration.ofDays(4));
        Client again = device("phone", MIRA);
        assertFalse(Files.exists(path));
        assertEquals(NOT_FOUND, ask(again, "a1"));
    }

    private Client device(String token, User user) {
        Client client = tester.connect().withToken(token);
        assertEquals(
                "SessionResponse",
                client.authenticate(tester.jwt(user)).path("class").asText());
        return client;
    }

    private void upload(Client client, String id) {
        client.frames.clear();
        new FileDesk(tester, client).upload(id);
    }

    /** Asks for a file and returns the class of the answer, or the error. */
    private static String ask(Client client, String id) {
        client.frames.clear();
        client.action("getAttachment", "\"attachmentId\":\"" + id + "\"");
        String answer = String.valueOf(client.frames.peek());
        return answer.contains("\"class\":\"string\"")
                ? client.nextError()
                : client.next().path("class").asText();
    }

    private Path onDisk(String token, String id) {
        Session session = tester.service.realm().sessions().find(new Session.Key(Deployment.DEFAULT_ID, token));
        if (session == null) {
            throw new AssertionError(token + " has no session");
        }
        return FileDesk.onDisk(tester, session, id);
    }
}
