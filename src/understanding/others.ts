/**
 * Other programs and things people ask a helpdesk about. None of these words is needed to tell of trouble with signing in here:
 * who names one of them and not ours is asked rather than answered.
 */
export const OTHER_PROGRAMS: ReadonlySet<string> = words(`
  outlook gmail thunderbird excel powerpoint onenote visio sharepoint onedrive yammer teams zoom webex slack whatsapp telegram jabber
  gotomeeting sap erp crm plm mes salesforce jira confluence servicenow workday concur successfactors datev navision peoplesoft
  citrix vmware vdi teamviewer anydesk terminalserver adobe acrobat photoshop pdf autocad cad solidworks catia creo matlab
  chrome firefox safari opera browser java javascript git github gitlab bitbucket jenkins docker kubernetes npm pip maven python
  putty winscp filezilla ftp sftp ssh ldap mysql postgres oracle sql odbc database tableau powerbi aws dropbox icloud itunes google
  facebook youtube netflix linkedin nginx apache cdn bitlocker antivirus
  printer printers printing plotter scanner scan copier toner fax barcode projector beamer keyboard headset camera webcam badge
  payroll payslip timesheet invoice invoices expense expenses warehouse shop bank banking parking canteen elevator elearning
  wiki wordpress drucker kopierer impresora imprimante impressora
`);

/** And what ours is said to work beside, or fail with: of one of them another sentence may tell. */
export const OTHER_THINGS: ReadonlySet<string> = new Set([
  ...OTHER_PROGRAMS,
  ...words(
    'owa exchange mailbox mail mails email emails calendar webmail word explorer edge vpn intranet portal website correo',
  ),
]);

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
