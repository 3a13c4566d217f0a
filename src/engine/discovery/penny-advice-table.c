/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for each cause: title, explanation, next step. They speak in the picture of the post
 * office, name no technique, blame nobody, and never suggest anything unsafe. */
#include "penny-advice-table.h"

#include <glib/gi18n-lib.h>

#define ALL PHASES_ALL
#define SETUP PHASES_SETUP
#define COLLECT PENNY_PHASE_BIT (PENNY_PHASE_COLLECT)
#define SEND PENNY_PHASE_BIT (PENNY_PHASE_SEND)
#define WRITE (PENNY_PHASE_BIT (PENNY_PHASE_WRITE) | SEND)
#define LOG_IN_OUT PENNY_PHASE_BIT (PENNY_PHASE_LOG_IN_OUTGOING)

/* Whatever was refused: such a provider takes no password at all. */
#define BROWSER_ROWS(cause) \
  ROW (cause, ALL, BROWSER, "browser-sign-in-needed", \
       N_("{provider} lets you in through the web browser"), \
       N_("It takes no password from a mail program. Sign in on its own page, as you always do, and allow " \
          "Penny Post to handle your mail."), \
       SIGN_IN, N_("Sign In")), \
  ROW (cause, ALL, NO_BROWSER, "browser-sign-in-needed", \
       N_("This Penny Post cannot sign in to {provider}"), \
       N_("{provider} lets mail programs in only through the web browser, whatever the password. This " \
          "Penny Post was made without the registration for that. If your address is set up in the settings " \
          "of this computer, under Online Accounts, it can be used from there."), \
       ONLINE_ACCOUNTS, N_("Online Accounts"))

/* Translators: {provider} becomes a name such as “Gmail” or “your mail provider”, {host} the name of
 * a computer such as “mail.example.org”, {address} an e-mail address: keep them as they are. */
static const PennyAdviceRow rows[] = {
  /* --- the way to the post office --- */
  PLAIN ("offline", SETUP, N_("This computer is not connected to the internet"),
         N_("Check the network cable or the Wi-Fi. Penny Post goes on by itself as soon as there is internet."),
         CHECK_NETWORK, N_("Network Settings")),
  PLAIN ("offline", ALL, N_("This computer is not connected to the internet"),
         N_("Your letters are still here, and what you write will be sent as soon as the connection is "
            "back. Check the network cable or the Wi-Fi."),
         CHECK_NETWORK, N_("Network Settings")),
  PLAIN ("host-not-found", SETUP, N_("There is no post office of this name"),
         N_("Nothing called “{host}” can be found on the internet. Look for a typing mistake in its "
            "name or in your address."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("host-not-found", ALL, N_("The post office cannot be found just now"),
         N_("The internet does not know “{host}” at the moment. Often the connection of this computer "
            "is the reason; Penny Post keeps trying."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("port-closed", SETUP, N_("The post office does not open this door"),
         N_("“{host}” is there, but it does not answer mail programs at this door. The door number in "
            "the settings may be wrong, or this service is not offered here."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("port-closed", ALL, N_("The post office is closed just now"),
         N_("“{host}” is there, but its mail service does not answer. It may be down for a short while; "
            "Penny Post keeps trying."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("unreachable", ALL, N_("Something blocks the way to the post office"),
         N_("“{host}” cannot be reached from this network. Guest networks in hotels, schools and "
            "companies often let no mail through: try another network."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("timed-out", SETUP, N_("The post office does not answer"),
         N_("Penny Post has waited for “{host}”, but no answer came. It may be overloaded, or the name "
            "or the door number in the settings is not the right one."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("timed-out", ALL, N_("The post office has stopped answering"),
         N_("“{host}” has been silent for too long. Nothing is lost; Penny Post will try again by "
            "itself."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("hung-up", ALL, N_("The line to the post office was cut"),
         N_("“{host}” hung up in the middle. Nothing is lost; trying again usually helps."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("proxy", ALL, N_("The gateway of this network lets no mail through"),
         N_("This network only lets traffic out through its own gateway, and that refuses. Whoever "
            "looks after the network can help."),
         CHECK_NETWORK, N_("Network Settings")),

  /* --- is it the right post office, and is the line private? --- */
  PLAIN ("no-secure-line", ALL, N_("No private line to the post office can be made"),
         N_("“{host}” and this computer could not agree on a way to keep others from reading along. "
            "Your password was not sent. The settings may be wrong, or the post office is too old."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("identity-untrusted", ALL, N_("The post office cannot prove who it is"),
         N_("Nobody whom this computer trusts vouches for “{host}”. Somebody may be pretending to be "
            "your post office, so your password was not sent. If it belongs to your company or "
            "school, ask there."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("identity-expired", ALL, N_("The post office’s proof of identity has run out"),
         N_("“{host}” should have renewed it. Your password was not sent. Check that the date of this "
            "computer is right; if it is, only the post office can put this in order."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("clock-wrong", ALL, N_("The clock of this computer seems to be wrong"),
         N_("The proof of identity of “{host}” starts only in the future, as this computer sees it. "
            "Set the date and time right, then try again."),
         CHECK_CLOCK, N_("Date and Time")),
  PLAIN ("identity-wrong-name", ALL, N_("This is not the post office it should be"),
         N_("The computer that answers for “{host}” carries the proof of identity of another one. Your "
            "password was not sent. The name in the settings may be wrong; ask {provider} for the "
            "right one."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("identity-revoked", ALL, N_("The post office’s proof of identity was withdrawn"),
         N_("It was declared void by those who issued it, so “{host}” must not be trusted now. Your "
            "password was not sent. Ask {provider} about it."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("identity-weak", ALL, N_("The post office’s proof of identity is too easy to forge"),
         N_("“{host}” uses one that does not protect you any more. Your password was not sent. Only "
            "the post office can put this in order."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("tampered", ALL, N_("Somebody may be meddling with the line"),
         N_("What came from “{host}” had been mixed with something else before the line was private. "
            "Penny Post hung up and did not send your password. Try another network."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("encryption-not-offered", ALL, N_("The post office offers no private line here"),
         N_("“{host}” would have let others on the way read your password and your letters, so Penny "
            "Post did not go on. Another door of the same post office may do better."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("strange-server", ALL, N_("The post office’s answer makes no sense"),
         N_("“{host}” said something that a post office does not say. Perhaps the settings lead to "
            "something else, such as a web page or the sign-in page of a guest network."),
         TRY_AGAIN, N_("Try Again")),

  /* --- signing in --- */
  BROWSER_ROWS ("wrong-password"),
  ROW ("wrong-password", ALL, BRIDGE, "bridge-needed",
       N_("{provider} needs its own program on this computer"),
       N_("Its mail can be reached only through its program called Bridge, with the password that "
          "Bridge shows."),
       OPEN_HELP, N_("Read About Bridge")),
  ROW ("wrong-password", ALL, IMPOSSIBLE, "no-mail-programs",
       N_("{provider} lets no mail program in"),
       N_("Its mail can only be read in its own app or on its web page."), NONE, NULL),
  ROW ("wrong-password", ALL, APP_PASSWORD, "app-password-needed",
       N_("{provider} wants an app password"),
       N_("The password that you use on the web page does not work in mail programs. Make an app "
          "password on the page of {provider} and type that one here; spaces in it do not matter."),
       OPEN_HELP, N_("Get an App Password")),
  ROW ("wrong-password", ALL, MAIL_PASSWORD, "mail-password-needed",
       N_("{provider} wants the password for mail programs"),
       N_("It is a separate one, which you choose on the page of {provider}. The password of the web "
          "page itself does not work here."),
       OPEN_HELP, N_("Set the Mail Password")),
  ROW ("wrong-password", ALL, MAYBE_APP, "wrong-password-or-app-password",
       N_("The password was not accepted"),
       N_("{provider} did not take it for {address}. If you sign in there in two steps, make an app "
          "password on its page and use that one. Mail programs may also have to be allowed in its "
          "settings first."),
       ENTER_PASSWORD, N_("Type It Again")),
  ROW ("wrong-password", ALL, SWITCH_ON, "wrong-password-or-switched-off",
       N_("The password was not accepted"),
       N_("{provider} did not take it for {address}. Type it once more; capital letters count. Also "
          "check in the settings of its web page that mail programs are allowed."),
       ENTER_PASSWORD, N_("Type It Again")),
  PLAIN ("wrong-password", COLLECT | SEND, N_("The password is not accepted any more"),
         N_("{provider} refuses the password of {address} that Penny Post has kept. If you have changed "
            "it, type the new one. Your letters here are safe."),
         ENTER_PASSWORD, N_("Type the New Password")),
  PLAIN ("wrong-password", LOG_IN_OUT, N_("The password was not accepted for sending"),
         N_("“{host}” did not take it for {address}. Some post offices have a password of their own "
            "for sending, or sending must be allowed on their web page first."),
         ENTER_PASSWORD, N_("Type It Again")),
  PLAIN ("wrong-password", ALL, N_("The password was not accepted"),
         N_("{provider} did not take it for {address}. Type it once more: capital letters count, and so "
            "does a space at the end."),
         ENTER_PASSWORD, N_("Type It Again")),
  PLAIN ("password-expired", ALL, N_("Your password has run out"),
         N_("{provider} wants you to choose a new one on its web page. Then type the new one here."),
         ENTER_PASSWORD, N_("Type the New Password")),
  BROWSER_ROWS ("app-password-needed"),
  PLAIN ("app-password-needed", ALL, N_("{provider} wants an app password"),
         N_("The password that you use on the web page does not work in mail programs. Make an app "
            "password on the page of {provider} and type that one here."),
         OPEN_HELP, N_("Get an App Password")),
  BROWSER_ROWS ("no-common-sign-in"),
  PLAIN ("no-common-sign-in", ALL, N_("Penny Post does not know this way to sign in"),
         N_("“{host}” offers only ways to sign in that Penny Post does not know, such as through the "
            "web browser. Your password was not sent."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("sign-in-to-send", ALL, N_("The post office wants to know who is sending"),
         N_("“{host}” takes no letters without signing in. Give the name and password for sending in "
            "the settings."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("no-password", ALL, N_("The password for {address} is needed"),
         N_("Penny Post has none for this address. Type it, and your mail comes again."),
         ENTER_PASSWORD, N_("Type the Password")),
  PLAIN ("sign-in-again", ALL, N_("Please sign in to {provider} again"),
         N_("The last sign-in in the web browser does not count any more, or it was for another address "
            "than {address}. Sign in once more; your letters here are safe."),
         SIGN_IN, N_("Sign In")),
  PLAIN ("not-signed-in", ALL, N_("The sign-in was not finished"),
         N_("The page of {provider} in the web browser was closed or left open for too long. Nothing was "
            "changed."),
         SIGN_IN, N_("Sign In")),
  PLAIN ("no-consent", ALL, N_("{provider} was not allowed to hand out your mail"),
         N_("In the web browser somebody said no, or did not tick everything. Sign in once more and allow "
            "Penny Post to handle the mail of {address}."),
         SIGN_IN, N_("Sign In")),
  PLAIN ("other-person", ALL, N_("This sign-in does not open the box of {address}"),
         N_("Most often another address was signed in in the web browser. Sign in once more, and choose "
            "{address} there."),
         SIGN_IN, N_("Sign In")),
  ROW ("not-registered", ALL, APP_PASSWORD, "not-registered",
       N_("This Penny Post cannot sign in to {provider} through the browser"),
       N_("It was made without the registration that {provider} asks of mail programs. An app password, "
          "which you make on its page, works instead."),
       OPEN_HELP, N_("Get an App Password")),
  PLAIN ("not-registered", ALL, N_("This Penny Post cannot sign in to {provider} through the browser"),
         N_("It was made without the registration that {provider} asks of mail programs. If your address "
            "is set up in the settings of this computer, under Online Accounts, it can be used from "
            "there."),
         ONLINE_ACCOUNTS, N_("Online Accounts")),
  PLAIN ("desktop-account", ALL, N_("The settings of this computer ask you to sign in"),
         N_("The mail of {address} comes through the Online Accounts of this computer. Its account there "
            "is missing, or wants a new sign-in."),
         ONLINE_ACCOUNTS, N_("Online Accounts")),

  BROWSER_ROWS ("browser-sign-in-needed"),
  PLAIN ("browser-sign-in-needed", ALL, N_("{provider} takes no passwords from mail programs"),
         N_("It lets mail programs in only after a sign-in through the web browser, whatever the "
            "password. Your password may well be right."),
         NONE, NULL),

  /* --- at the counter --- */
  PLAIN ("server-bye", ALL, N_("The post office said goodbye"),
         N_("“{host}” ended the conversation by itself. It may be closing for a moment, or too many "
            "programs have your box open at once. Penny Post tries again by itself."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("server-busy", SEND, N_("The post office cannot take the letter right now"),
         N_("“{host}” asks to come back later. The letter waits in the Outbox and goes out by itself."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("server-busy", ALL, N_("The post office is busy"),
         N_("“{host}” asks to come back a little later. Penny Post does so by itself."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("server-refuses", SEND, N_("The post office did not take the letter"),
         N_("“{host}” refused it. The letter is kept in the Outbox; what the post office said stands "
            "under Details."),
         EDIT_MESSAGE, N_("Open the Letter")),
  PLAIN ("server-refuses", ALL, N_("The post office refused"),
         N_("“{host}” would not do what it was asked. What it said stands under Details."), TRY_AGAIN,
         N_("Try Again")),
  PLAIN ("box-in-use", ALL, N_("Another program has your box open"),
         N_("This box can be opened by only one program at a time. Close the other one, perhaps on your "
            "phone, or wait a few minutes."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("too-soon", ALL, N_("Asked too soon"),
         N_("{provider} lets you collect mail only every few minutes. Penny Post waits and then asks "
            "again by itself."),
         NONE, NULL),
  PLAIN ("box-broken", ALL, N_("Something is wrong with your box"),
         N_("{provider} says that your box cannot be used now, and not just for a moment. Look at its "
            "web page, or ask its help desk."),
         OPEN_WEBMAIL, N_("Open Its Web Page")),
  PLAIN ("box-full", ALL, N_("Your box at the post office is full"),
         N_("{provider} has no more room for you. Delete old letters in the box, or get more room; until "
            "then new mail may be sent back."),
         OPEN_WEBMAIL, N_("Open Its Web Page")),
  PLAIN ("folder-gone", ALL, N_("This folder is not there any more"),
         N_("It was removed or renamed in the box, perhaps by another program. Penny Post looks at all "
            "folders again."),
         TRY_AGAIN, N_("Look Again")),
  PLAIN ("not-allowed", ALL, N_("You may not change this folder"),
         N_("The post office lets you read it only. Whoever shares the folder with you can change that."),
         NONE, NULL),
  PLAIN ("folder-renewed", ALL, N_("The post office has rebuilt this folder"),
         N_("Penny Post finds its letters again among those that are here, which may take a while. Nothing is "
            "lost."),
         NONE, NULL),
  PLAIN ("letter-gone", ALL, N_("This letter is not in the box any more"),
         N_("Another program has taken it out or deleted it in the meantime."), NONE, NULL),
  PLAIN ("server-too-simple", ALL, N_("This box cannot tell its letters apart"),
         N_("The post office does not mark its letters, so Penny Post could not know which ones you "
            "have already. Choose the shared box, if {provider} offers one."),
         CHANGE_WAY, N_("Choose Another Way")),

  /* --- sending --- */
  PLAIN ("too-big", WRITE, N_("The letter is too big"),
         N_("The post office does not take letters of this size. Leave out an attachment, or send "
            "several smaller letters."),
         EDIT_MESSAGE, N_("Open the Letter")),
  PLAIN ("too-big", ALL, N_("A letter is too big for this box"),
         N_("The post office does not keep letters of this size. The letter stays on this computer."),
         NONE, NULL),
  PLAIN ("sender-refused", ALL, N_("The post office does not accept your sender address"),
         N_("“{host}” lets you send only from addresses that are your own there, and {address} is not "
            "one of them."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("recipient-refused", ALL, N_("The post office knows no such recipient"),
         N_("None of the addresses of the letter was accepted. Look for a typing mistake in them; the "
            "letter is kept."),
         EDIT_MESSAGE, N_("Open the Letter")),
  PLAIN ("address-letters", ALL, N_("An address has letters that this post office cannot write"),
         N_("“{host}” can only send to addresses made of the plain letters a to z. Ask the person for "
            "another address."),
         EDIT_MESSAGE, N_("Open the Letter")),
  PLAIN ("taken-for-spam", ALL, N_("The post office took your letter for junk"),
         N_("“{host}” refused it by its rules against junk mail. Changing the text or the number of "
            "recipients may help; the letter is kept."),
         EDIT_MESSAGE, N_("Open the Letter")),
  PLAIN ("letter-too-complex", WRITE, N_("The letter has too many parts"),
         N_("Leave out some attachments, or send several letters."), EDIT_MESSAGE,
         N_("Open the Letter")),
  PLAIN ("letter-too-complex", ALL, N_("This letter is too tangled to show"),
         N_("It is built in a way that no honest mail program uses. It is kept as it came."), NONE,
         NULL),
  PLAIN ("bad-recipient", ALL, N_("An address cannot be read"),
         N_("One of the recipients is not a complete e-mail address, such as anna@example.org."),
         EDIT_MESSAGE, N_("Correct It")),
  PLAIN ("no-recipient", ALL, N_("The letter has no recipient"),
         N_("Write at least one address into the line “To”."), EDIT_MESSAGE, N_("Add One")),
  PLAIN ("attachment-unreadable", ALL, N_("An attachment cannot be read"),
         N_("A file that you have attached was moved, deleted or is locked. Attach it again."),
         EDIT_MESSAGE, N_("Open the Letter")),
  PLAIN ("part-missing", ALL, N_("This part of the letter is missing"),
         N_("The letter names it, but it did not come along."), NONE, NULL),

  /* --- this computer --- */
  PLAIN ("disk-full", ALL, N_("The disk of this computer is full"),
         N_("There is no room for more mail. Nothing is lost: what could not be kept is still at the "
            "post office. Delete some large files, then try again."),
         FREE_SPACE, N_("Make Room")),
  PLAIN ("disk-fails", ALL, N_("The disk of this computer does not do its work"),
         N_("Letters could not be read or written. Nothing was thrown away at the post office. Save "
            "your important files, and have the disk looked at."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("store-damaged", ALL, N_("The mail kept on this computer is damaged"),
         N_("Penny Post has put the damaged file aside and deletes nothing. What can be read is saved, "
            "the rest is collected again from the post office."),
         REPAIR_STORE, N_("Repair")),
  PLAIN ("store-too-new", ALL, N_("This mail was kept by a newer Penny Post"),
         N_("This version is too old to read it. Install the newer version again; your letters are "
            "untouched."),
         NONE, NULL),
  PLAIN ("store-busy", ALL, N_("Another program is using this mail"),
         N_("Penny Post seems to be running twice. Close the other one, then try again."), TRY_AGAIN,
         N_("Try Again")),
  PLAIN ("letter-not-here", ALL, N_("This letter is not here any more"),
         N_("It has been moved or deleted in the meantime."), NONE, NULL),
  PLAIN ("not-collected-yet", ALL, N_("The letter itself has not been collected yet"),
         N_("Only its envelope is here. Penny Post fetches the rest as soon as the post office can be "
            "reached."),
         TRY_AGAIN, N_("Fetch It Now")),
  PLAIN ("still-owed", ALL, N_("The post office has not been told everything yet"),
         N_("Some of what you did here still has to reach {provider}. Let Penny Post finish that first, then "
            "change the way."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("not-all-here", ALL, N_("Not all your letters are here yet"),
         N_("Of some only the envelope is here, and the letter lies at {provider}. Let Penny Post fetch them first, "
            "then change the way. Until then everything stays as it is."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("folder-exists", ALL, N_("There is a folder of this name already"),
         N_("Choose another name, or put your letters into the folder that is there."), NONE, NULL),
  PLAIN ("folder-name", ALL, N_("A folder cannot have this name"),
         N_("A name must not be empty, not begin with a backslash, and not lead into the folder itself. Choose "
            "another one."),
         NONE, NULL),
  PLAIN ("folder-needed", ALL, N_("This folder has to stay as it is"),
         N_("The account needs it: it is the inbox, the folder for sent mail, drafts or the like, or holds one of "
            "them. Other folders can be renamed and deleted."),
         NONE, NULL),
  PLAIN ("folder-not-empty", ALL, N_("There are still letters in this folder"),
         N_("Some came into it that were not here yet when you deleted it. So that none is lost, the folder stays. "
            "Look at them, then delete it again."),
         NONE, NULL),
  PLAIN ("closing", ALL, N_("Penny Post is being closed"),
         N_("What was begun is finished the next time."), NONE, NULL),

  /* --- settings and passwords --- */
  PLAIN ("settings-unreadable", ALL, N_("The settings of this account are not complete"),
         N_("Something in them is missing or makes no sense; Details says what. Your letters are "
            "untouched."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("plaintext-refused", ALL, N_("Anybody on the way could read your password"),
         N_("These settings ask for a line to “{host}” without protection. Penny Post does not use it: "
            "choose a protected one."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("account-not-found", ALL, N_("There is no such account here"),
         N_("It may have been removed. Set it up anew, or choose another one."), NONE, NULL),
  PLAIN ("account-exists", ALL, N_("This box is already set up here"),
         N_("Penny Post collects the mail of {address} already, in just this way."), NONE, NULL),
  PLAIN ("settings-not-saved", ALL, N_("The settings could not be read or saved"),
         N_("This computer does not let Penny Post use its own folder. The disk may be full or "
            "write-protected."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("no-keyring", ALL, N_("There is no safe place for your password here"),
         N_("This computer has no keyring, where passwords are kept locked. Penny Post remembers the "
            "password until you close it, and asks again the next time."),
         NONE, NULL),
  PLAIN ("keyring-refuses", ALL, N_("The keyring of this computer stays locked"),
         N_("Your passwords are in it. Unlock it, and try again; until then Penny Post remembers only "
            "what you type now."),
         TRY_AGAIN, N_("Try Again")),

  /* --- looking for settings --- */
  PLAIN ("not-an-address", ALL, N_("This is not a complete e-mail address"),
         N_("An address looks like anna@example.org: a name, the sign @, and the name of the post "
            "office."),
         EDIT_ADDRESS, N_("Correct It")),
  PLAIN ("nothing-found", ALL, N_("Penny Post does not know this post office yet"),
         N_("No settings were found for {address}. Look for a typing mistake in the address. If it is "
            "right, {provider} can tell you the settings; type them in by hand."),
         EDIT_ADDRESS, N_("Correct the Address")),
  PLAIN ("no-such-server", ALL, N_("Nobody answers at “{host}”"),
         N_("No post office of this name hands out mail. Look for a typing mistake in it, or type only your "
            "address: often that is enough."),
         EDIT_ADDRESS, N_("Correct It")),
  PLAIN ("bad-config", ALL, N_("The post office hands out settings that do not work"),
         N_("What {provider} says about itself is faulty. You can type the settings in by hand."),
         EDIT_SETTINGS, N_("Enter Settings by Hand")),

  PLAIN ("letter-not-arrived", ALL, N_("The letter to yourself is still on its way"),
         N_("The post office has taken it, but it has not come to the inbox yet. Some post offices are slow, "
            "or put such a letter among the junk: look there in a few minutes."),
         TRY_AGAIN, N_("Try Again")),

  PLAIN ("cancelled", ALL, N_("Stopped"), N_("You have stopped this. Nothing was changed."), TRY_AGAIN,
         N_("Try Again")),
  PLAIN ("unknown", ALL, N_("Something unexpected happened"),
         N_("Penny Post does not know this problem. Details has the technical words, for somebody who "
            "can help. Your letters are safe."),
         TRY_AGAIN, N_("Try Again")),
};

const PennyAdviceRow *
penny_advice_table_get_rows (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}
