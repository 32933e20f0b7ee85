package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/** The public files of a deployment (Web Messaging protocol notes §1.10, §2.1), with addresses that lead back here. */
final class DeploymentDocument {

    private DeploymentDocument() {}

    /**
     * Writes {@code config.json}.
     *
     * @param deployment which
     * @param address where the client reached the sandbox
     */
    static ObjectNode config(Deployment deployment, ServiceAddress address) {
        ObjectNode root = BoundedJson.object();
        root.put("id", deployment.id())
                .put("version", "1")
                .put("name", "Sandbox messenger")
                .put("status", deployment.active() ? "Active" : "Inactive")
                .put("defaultLanguage", "en-us")
                .put("apiEndpoint", address.http(""));
        root.putArray("languages").add("en-us").add("de").add("fr").add("es");
        root.putArray("customI18nLabels");
        root.putObject("headlessMode").put("enabled", false);
        root.putObject("position").put("alignment", "Auto").put("sideSpace", 20).put("bottomSpace", 12);
        messenger(root.putObject("messenger"), deployment, address);
        root.putObject("journeyEvents").put("enabled", false);
        root.putObject("cobrowse").put("enabled", false);
        root.putObject("supportCenter").put("enabled", false);
        root.putObject("auth")
                .put("enabled", deployment.authentication())
                .put("allowSessionUpgrade", deployment.sessionUpgrade());
        return root;
    }

    /** Writes {@code domains.json}. */
    static ObjectNode domains(Deployment deployment) {
        ObjectNode root = BoundedJson.object();
        root.put("allowAllDomains", deployment.allowedDomains().isEmpty());
        ArrayNode domains = root.putArray("allowedDomains");
        deployment.allowedDomains().forEach(domains::add);
        return root;
    }

    private static void messenger(ObjectNode messenger, Deployment deployment, ServiceAddress address) {
        messenger.put("enabled", true).put("sessionPersistenceType", "LocalStorage");
        conversations(messenger.putObject("apps").putObject("conversations"), deployment, address);
        messenger.putObject("styles").put("primaryColor", "#204060");
        messenger
                .putObject("launcherButton")
                .put("visibility", "On")
                .put("displayType", "Standard")
                .putObject("icon")
                .put("url", "");
        messenger.putObject("homeScreen").put("enabled", false).put("logoUrl", "");
        ObjectNode fileUpload = messenger.putObject("fileUpload");
        AttachmentRules rules = deployment.attachments();
        fileUpload.put("enableAttachments", rules.enabled());
        ArrayNode modes = fileUpload.putArray("modes");
        if (rules.enabled()) {
            ObjectNode mode = modes.addObject();
            ArrayNode types = mode.putArray("fileTypes");
            rules.allowedTypes().forEach(types::add);
            mode.put("maxFileSizeKB", rules.maxFileSizeKb());
        }
    }

    private static void conversations(ObjectNode app, Deployment deployment, ServiceAddress address) {
        app.put("enabled", true)
                .put("messagingEndpoint", address.webSocket(GuestEntrance.PATH))
                .put("sessionDurationSeconds", deployment.sessionDuration().toSeconds())
                .put("showAgentTypingIndicator", deployment.typing())
                .put("showUserTypingIndicator", deployment.typing());
        app.putObject("autoStart").put("enabled", deployment.autoStart());
        Deployment.ConversationDisconnect disconnect = deployment.conversationDisconnect();
        app.putObject("conversationDisconnect")
                .put("enabled", disconnect != Deployment.ConversationDisconnect.OFF)
                .put("type", disconnect == Deployment.ConversationDisconnect.READ_ONLY ? "ReadOnly" : "Send");
        app.putObject("conversationClear").put("enabled", deployment.conversationClear());
        app.putObject("notifications")
                .put("enabled", deployment.push())
                .put("notificationContentType", "ExcludeMessagesContent");
        app.putObject("markdown").put("enabled", true);
        app.putObject("humanize")
                .put("enabled", true)
                .putObject("bot")
                .put("name", "Ada")
                .put("avatarUrl", "");
    }
}
