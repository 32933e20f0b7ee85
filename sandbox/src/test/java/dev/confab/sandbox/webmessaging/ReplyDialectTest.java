package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.webmessaging.ServiceTester.Client;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web Messaging protocol notes §2.5, §2.8, §11.3.4. In these messages {@code '} stands for a double quote. */
class ReplyDialectTest {

    private static final String WHEN = "'payload':'2030-06-03T09:00:00.000Z'";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Structured | {'type':'Text','text':'','content':[{'contentType':'ButtonResponse','buttonResponse':"
                        + "{'text':'Yes','payload':'Y','type':'QuickReply','originatingMessageId':'m'}}]}",
                "Structured | {'type':'Structured','text':'Yes','content':[{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'text':'Yes','payload':'Y','type':'QuickReply'}}]}",
                "Structured | {'type':'Structured','text':'Yes','content':[{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'text':'Yes','payload':'Y','type':'Button'}}]}",
                "Structured | {'type':'Text','text':'','content':[{'contentType':'ButtonResponse','buttonResponse':"
                        + "{'text':'Monday'," + WHEN + ",'type':'DatePicker','originatingMessageId':'m'}}]}",
                "Structured | {'type':'Structured','metadata':{'parentMessageId':'m'},'content':[{'contentType':"
                        + "'ButtonResponse','buttonResponse':{'text':'Monday'," + WHEN + ",'type':'DatePicker'}}]}",
                "Structured | {'type':'Structured','text':'I chose','content':[{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'type':'ListPicker','text':'A','payload':'a','originatingMessageId':'m'}},"
                        + "{'contentType':'ButtonResponse','buttonResponse':{'type':'ListPicker','text':'B',"
                        + "'payload':'b','originatingMessageId':'m'}}]}",
                "Structured | {'type':'Structured','text':'','content':[{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'type':'ListPicker','text':'A','payload':'a'}}]}",
                "Structured | {'type':'Structured','content':[{'contentType':'Form','form':{'originatingMessageId':'m',"
                        + "'cannedResponseId':'c','response':[{'id':'name','component':{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'type':'Form','text':'Mira','payload':'Mira'}}}]}}]}",
                "Text | {'type':'Text','text':'hi','metadata':{'id':'x'}}"
            })
    void a_reply_of_either_dialect_passes(String echoedType, String message) {
        Client client = ServiceTester.plain().inSession();
        String json = message.replace('\'', '"');
        client.message(json);
        JsonNode echo = client.next();
        assertEquals("StructuredMessage", echo.path("class").asText(), echo.toString());
        assertEquals(echoedType, echo.path("body").path("type").asText());
    }

    @Test
    void a_reply_without_text_is_echoed_as_a_text_when_the_service_is_told_so() {
        Client client = ServiceTester.with()
                .wire(new WireOptions(false, true, Duration.ZERO))
                .start()
                .inSession();
        client.message(
                "{'type':'Text','text':'','content':[{'contentType':'ButtonResponse','buttonResponse':{'text':'Yes',"
                                .replace('\'', '"')
                        + "\"payload\":\"Y\",\"type\":\"QuickReply\"}}]}");
        JsonNode body = client.next().path("body");
        assertEquals("Text", body.path("type").asText());
        assertEquals("Yes", body.at("/content/0/buttonResponse/text").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type is missing | {'text':'hi'}",
                "type is missing | {'text':'see','content':[{'contentType':'Attachment','attachment':{'id':'a'}}]}",
                "attachment is missing or not an object | {'content':[{'contentType':'Attachment'}]}",
                "attachment.id is missing or not a string | {'content':[{'contentType':'Attachment','attachment':{'id':7}}]}",
                "contentType Hologram is not one that guests may send | {'type':'Text','text':'','content':"
                        + "[{'contentType':'Hologram'}]}",
                "contentType QuickReply is not one that guests may send | {'type':'Structured','content':"
                        + "[{'contentType':'QuickReply','quickReply':{'text':'a','payload':'b'}}]}",
                "buttonResponse is missing or not an object | {'type':'Structured','content':"
                        + "[{'contentType':'ButtonResponse'}]}",
                "buttonResponse.payload is missing or not a string | {'type':'Structured','content':"
                        + "[{'contentType':'ButtonResponse','buttonResponse':{'text':'a','type':'QuickReply'}}]}",
                "buttonResponse.type Link is unknown | {'type':'Structured','content':[{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'text':'a','payload':'b','type':'Link'}}]}",
                "buttonResponse.type Form is unknown | {'type':'Structured','content':[{'contentType':'ButtonResponse',"
                        + "'buttonResponse':{'text':'a','payload':'b','type':'Form'}}]}",
                "buttonResponse.originatingMessageId is not a string | {'type':'Structured','content':[{'contentType':"
                        + "'ButtonResponse','buttonResponse':{'text':'a','payload':'b','type':'Button',"
                        + "'originatingMessageId':7}}]}",
                "buttonResponse.payload is no ISO date-time | {'type':'Structured','content':[{'contentType':"
                        + "'ButtonResponse','buttonResponse':{'text':'a','payload':'soon','type':'DatePicker'}}]}",
                "type is Text, but such a reply is Structured | {'type':'Text','text':'','content':[{'contentType':"
                        + "'ButtonResponse','buttonResponse':{'text':'a','payload':'b','type':'Button'}}]}",
                "type is Text, but such a reply is Structured, or a Text whose text is empty | {'type':'Text',"
                        + "'text':'a','content':[{'contentType':'ButtonResponse','buttonResponse':{'text':'a',"
                        + "'payload':'b','type':'QuickReply'}}]}",
                "content has more than one reply, and only items of a list picker come together | {'type':'Structured',"
                        + "'content':[{'contentType':'ButtonResponse','buttonResponse':{'text':'a','payload':'b',"
                        + "'type':'Button'}},{'contentType':'ButtonResponse','buttonResponse':{'text':'a',"
                        + "'payload':'b','type':'Button'}}]}",
                "form.cannedResponseId is missing or not a string | {'type':'Structured','content':[{'contentType':"
                        + "'Form','form':{'originatingMessageId':'m','response':[]}}]}",
                "form.response is missing or not an array with answers | {'type':'Structured','content':"
                        + "[{'contentType':'Form','form':{'originatingMessageId':'m','cannedResponseId':'c','response':[]}}]}",
                "form.response.component.buttonResponse.type QuickReply is unknown | {'type':'Structured','content':"
                        + "[{'contentType':'Form','form':{'originatingMessageId':'m','cannedResponseId':'c','response':"
                        + "[{'id':'n','component':{'contentType':'ButtonResponse','buttonResponse':{'type':'QuickReply',"
                        + "'text':'a','payload':'b'}}}]}}]}"
            })
    void what_no_dialect_has_is_refused_unless_the_service_is_lenient(String reason, String message) {
        ServiceTester strict = ServiceTester.plain();
        Client client = strict.inSession();
        String json = message.replace('\'', '"');
        client.message(json);
        assertEquals("400 Bad request: " + reason, client.nextError());
        assertEquals(
                0,
                strict.service
                        .realm()
                        .sessions()
                        .all()
                        .iterator()
                        .next()
                        .conversation()
                        .size());
        Client unharmed = ServiceTester.with()
                .wire(new WireOptions(true, false, Duration.ZERO))
                .start()
                .inSession();
        unharmed.message(json);
        String answer = unharmed.nextText();
        assertEquals(json.contains("Attachment"), answer.contains("4009"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "configureSession | \"deploymentId\":7 | deploymentId is missing or not a string with something in it",
                "configureSession | \"deploymentId\":\"x\",\"startNew\":\"yes\" | startNew is not a boolean",
                "configureSession | \"deploymentId\":\"x\",\"journeyContext\":[] | journeyContext is not an object",
                "onMessage | \"message\":7 | message is missing or not an object",
                "onMessage | \"message\":{},\"time\":7 | time is not a string with something in it",
                "echo | \"message\":\"ping\" | message is missing or not an object",
                "echo | \"message\":{\"type\":\"Text\"} | message.text is missing or not a string",
                "echo | \"message\":{\"text\":\"ping\"} | message.type is missing or not Text",
                "onAttachment | \"fileName\":7,\"fileType\":\"a/b\" | fileName is not a string",
                "onAttachment | \"fileName\":\"a.b\" | fileType is missing or not a string with something in it",
                "onAttachment | \"fileName\":\"a.b\",\"fileType\":\"a/b\",\"fileSize\":\"7\" |"
                        + " fileSize is not a whole number that is not negative",
                "onAttachment | \"fileName\":\"a.b\",\"fileType\":\"a/b\",\"fileSize\":-1 |"
                        + " fileSize is not a whole number that is not negative",
                "onAttachment | \"fileName\":\"a.b\",\"fileType\":\"a/b\",\"fileMd5\":7 |"
                        + " fileMd5 is not a string with something in it",
                "onAttachment | \"fileName\":\"a.b\",\"fileType\":\"a/b\",\"attachmentId\":7 |"
                        + " attachmentId is not a string with something in it",
                "onAttachment | \"fileName\":\"a.b\",\"fileType\":\"a/b\",\"errorsAsJson\":1 | errorsAsJson is not a boolean",
                "getAttachment | \"x\":1 | attachmentId is missing or not a string with something in it",
                "deleteAttachment | \"attachmentId\":null | attachmentId is missing or not a string with something in it",
                "closeSession | \"closeAllConnections\":\"true\" | closeAllConnections is missing or not a boolean",
                "getConfiguration | \"x\":1 | deploymentId is missing or not a string with something in it"
            })
    void a_field_that_is_missing_or_of_the_wrong_kind_is_named(String row) {
        String[] cells = row.split("\\|", 3);
        Client client = ServiceTester.plain().inSession();
        client.action(cells[0].strip(), cells[1].strip());
        assertEquals("400 Bad request: " + cells[2].strip(), client.nextError());
    }

    @Test
    void a_tracingId_is_a_string() {
        Client client = ServiceTester.plain().inSession();
        client.send("{\"action\":\"getJwt\",\"token\":\"" + ServiceTester.TOKEN + "\",\"tracingId\":7}");
        assertEquals("400 Bad request: tracingId is not a string", client.nextError());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "onAttachment | \"fileName\":7,\"fileType\":[],\"fileSize\":\"x\",\"attachmentId\":{}",
                "getAttachment | \"attachmentId\":7",
                "deleteAttachment | \"x\":1",
                "onMessage | \"message\":{\"content\":[{\"contentType\":\"Attachment\"}]}",
                "onMessage | \"message\":{\"content\":[{\"contentType\":\"Form\",\"form\":{\"response\":7}}]}",
                "configureSession | \"deploymentId\":7",
                "getConfiguration | \"deploymentId\":[]"
            })
    void a_lenient_service_answers_nonsense_all_the_same(String row) {
        String[] cells = row.split("\\|", 3);
        Client client = ServiceTester.with()
                .wire(new WireOptions(true, false, Duration.ZERO))
                .start()
                .inSession();
        client.action(cells[0].strip(), cells[1].strip());
        assertEquals("t1", client.next().path("tracingId").asText());
    }
}
