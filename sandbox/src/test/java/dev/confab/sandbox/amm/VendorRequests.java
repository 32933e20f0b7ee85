package dev.confab.sandbox.amm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.testing.EventStream;
import dev.confab.sandbox.testing.Http;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of the vendor's published JavaScript library, versions 4.6.0.69 and 4.8.0.37, header by header and byte by byte as it sent them to
 * the sandbox: both send the same. It learns every address from the answers; so does this.
 */
final class VendorRequests {

    private static final String AEM = "application/vnd.avaya.aem.";
    private static final String ERROR = AEM + "error.v1+json";
    private static final String FORM = "Content-Type";

    private final Sandbox sandbox;
    private final String[] login;
    private JsonNode resources = AmmUser.JSON.createObjectNode();
    private String cookie = "";

    VendorRequests(Sandbox sandbox, String name) {
        this.sandbox = sandbox;
        login = new String[] {"Authorization", AmmUser.basic(name, name + "-secret")};
    }

    private static String type(String name) {
        return AEM + name + "+json";
    }

    private static String accept(String name) {
        return type(name) + ", " + ERROR;
    }

    /** The first request of all is the only one without the habit of its HTTP library. */
    JsonNode discover() {
        Http.Answer answer =
                Http.send(sandbox, "GET", "/aem/resources", "", "Accept", accept("resources.v4"), login[0], login[1]);
        assertEquals(200, answer.status(), answer.body());
        cookie = answer.header("Set-Cookie").split(";", -1)[0];
        resources = answer.json();
        return resources;
    }

    /** Of the document that was read. */
    String href(String pointer) {
        String href = resources.at(pointer).asText();
        assertTrue(href.contains("://"), pointer + " is to be absolute: " + resources);
        return href;
    }

    /** Browsers let no library set a header here: the cookie of the discovery must do. */
    EventStream openChannel() {
        return new EventStream(href("/notificationService/websocket/href"), "Cookie", cookie);
    }

    JsonNode validate(String... addresses) {
        StringBuilder body = new StringBuilder();
        for (String address : addresses) {
            body.append(body.isEmpty() ? "" : ",").append("{\"address\":\"" + address + "\"}");
        }
        return ok(send(
                "POST",
                href("/services/validateAddresses/href"),
                "{\"addresses\":[" + body + "]}",
                FORM,
                type("addressesToValidate.v1"),
                "Accept",
                accept("validatedAddresses.v2")));
    }

    /** Of the older dialect. */
    JsonNode validateByGet(String... addresses) {
        return ok(send(
                "GET",
                href("/services/validateAddresses/href") + "?address=" + String.join("&address=", addresses),
                "",
                "Accept",
                accept("validatedAddresses.v2")));
    }

    JsonNode list(String filter) {
        return ok(send(
                "POST",
                href("/conversationsResource/href"),
                filter,
                FORM,
                type("conversationsFilter.v1"),
                "Accept",
                accept("conversations.v2")));
    }

    /** Of the older dialect. */
    JsonNode listByGet(String query) {
        return ok(send("GET", href("/conversationsResource/href") + query, "", "Accept", accept("conversations.v2")));
    }

    Http.Answer sendMessage(String json) {
        return send("POST", href("/outbox/href"), json, FORM, type("message.v2"), "Accept", accept("message.v2"));
    }

    /** No space behind the colons of the parts, an empty parameter behind the first type, and a boundary that is the word itself. */
    Http.Answer sendFile(String json, String name, String mediaType, String content) {
        String body = String.join(
                "\r\n",
                List.of(
                        "--boundary",
                        "Content-Type:" + type("message.v2") + ";",
                        "",
                        json,
                        "--boundary",
                        "Content-Type:" + mediaType,
                        "Content-Transfer-Encoding:binary",
                        "Content-Disposition:attachment; filename=\"" + name + "\"",
                        "",
                        content,
                        "--boundary--",
                        ""));
        return send(
                "POST",
                href("/outbox/href"),
                body,
                FORM,
                "multipart/related;boundary=\"boundary\"",
                "Accept",
                accept("message.v2"));
    }

    Http.Answer markAsRead(String messageId) {
        return send(
                "POST",
                href("/services/markAsReadBatch/href"),
                "{\"messageIds\":[\"" + messageId + "\"]}",
                FORM,
                type("messageIds.v1"),
                "Accept",
                ERROR);
    }

    Http.Answer markAllAsRead(String conversation) {
        return send(
                "POST", href("/services/markAsReadIf/href") + "?conversationId=" + conversation, "", "Accept", ERROR);
    }

    Http.Answer invite(String conversation, String address) {
        return send(
                "POST",
                at(conversation) + "/participants",
                "{\"participants\":[{\"address\":\"" + address + "\",\"type\":\"CONTACT\"}]}",
                FORM,
                type("participants.v1"),
                "Accept",
                "application/json, text/javascript, */*; q=0.01");
    }

    Http.Answer setSubject(String conversation, String subject) {
        return send(
                "POST",
                at(conversation),
                "{\"subject\":\"" + subject + "\"}",
                FORM,
                type("subject.v1"),
                "Accept",
                "text/plain, */*; q=0.01");
    }

    Http.Answer setLastAccessTime(String conversation) {
        return send(
                "POST",
                at(conversation),
                "",
                "Accept",
                accept("conversation.access.time.v1"),
                FORM,
                type("conversation.access.time.v1"));
    }

    JsonNode messagesBefore(String conversation, String messageId) {
        return ok(send(
                "GET",
                at(conversation) + "?messageCount=5&beforeId=" + messageId,
                "",
                "Accept",
                accept("conversation.v2")));
    }

    Http.Answer leave(String conversation) {
        return send("DELETE", at(conversation), "", "Accept", ERROR);
    }

    Http.Answer logOut() {
        return send("DELETE", href("/sessionManagement/href"), "", "Accept", ERROR);
    }

    private String at(String conversation) {
        return href("/conversationsResource/href") + "/" + conversation;
    }

    private static JsonNode ok(Http.Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    private Http.Answer send(String method, String address, String body, String... headers) {
        assertTrue(address.startsWith(sandbox.url()), "an address of somebody else: " + address);
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(login));
        all.addAll(List.of("X-Requested-With", "XMLHttpRequest", "Cookie", cookie));
        return Http.send(sandbox, method, address.substring(sandbox.url().length()), body, all.toArray(new String[0]));
    }
}
